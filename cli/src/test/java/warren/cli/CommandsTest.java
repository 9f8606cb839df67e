package warren.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class CommandsTest {
    @Test
    void findsEachByItsName() {
        List<String> names = Commands.FAMILIES.stream()
                .flatMap(Commands::of)
                .map(Command::name)
                .toList();

        assertThat(names).doesNotHaveDuplicates().contains("list_queues", "force_reset", "help");
        assertThat(names)
                .allSatisfy(name -> assertThat(Commands.named(name))
                        .map(CommandLine::getCommandName)
                        .contains(name));
        assertThat(Commands.program().getSubcommands()).containsOnlyKeys(names);
    }

    /** Each row of its tables begins with a name; its last part is a list. */
    @Test
    void theDocumentListsExactlyWhatThereIs_andWhatThereIsNot() throws IOException {
        String[] parts = Files.readString(Path.of("..", "docs", "COMMANDS.md")).split("\n## ", -1);
        List<String> present = new ArrayList<>(names(parts[1], "(?m)^\\| `([a-z_]+)` "));
        present.addAll(names(parts[3], "`([a-z_]+)`"));

        assertThat(present)
                .containsExactlyInAnyOrderElementsOf(Commands.FAMILIES.stream()
                        .flatMap(Commands::of)
                        .map(Command::name)
                        .toList());
        assertThat(names(parts[2], "(?m)^\\| `([a-z_]+)` "))
                .containsExactlyInAnyOrderElementsOf(AbsentCommands.all().keySet())
                .doesNotContainAnyElementsOf(present);
        AbsentCommands.all().values().forEach(reason -> assertThat(parts[2]).contains("| " + reason + " |"));
    }

    private static List<String> names(String text, String pattern) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    @Test
    void findsNothingElse() {
        assertThat(Commands.named("listQueues")).isEmpty();
        assertThat(Commands.named("user_exists")).isEmpty();
        assertThat(Commands.named("")).isEmpty();
    }
}
