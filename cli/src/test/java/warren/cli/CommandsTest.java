package warren.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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

    @Test
    void findsNothingElse() {
        assertThat(Commands.named("listQueues")).isEmpty();
        assertThat(Commands.named("user_exists")).isEmpty();
        assertThat(Commands.named("")).isEmpty();
    }
}
