package warren.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class WordsTest {
    private final CommandLine command = Commands.named("list_queues").orElseThrow();
    private final Family family = command.getParent().getCommand();

    @Test
    void takesOptionsAnywhere() throws Problem {
        parse("-q", "list_queues", "-p", "v", "name", "--formatter=json", "--timeout", "5", "messages");

        assertThat(columns()).containsExactly("name", "messages");
        assertThat(family.isTerse()).isTrue();
        assertThat(family.virtualHost()).isEqualTo("v");
        assertThat(family.isJson()).isTrue();
        assertThat(family.node().timeout()).hasSeconds(5);
    }

    @Test
    void refusesAnUnknownOption_whichTakesNoValue() {
        assertThatThrownBy(() -> parse("list_queues", "--nosuch", "value", "--other=3"))
                .hasMessageEndingWith("Invalid options for this command:\n--nosuch : \n--other : 3");
        assertThat(columns()).containsExactly("value");
    }

    @Test
    void refusesAValueOfAWrongType() {
        assertRefused("--timeout : abc", "list_queues", "--timeout", "abc");
        assertRefused("--timeout : abc", "--timeout", "abc", "list_queues");
        assertRefused("-t : ", "list_queues", "-t");
        assertRefused("-n : ", "list_queues", "-n", "-q");
        assertRefused("--nosuch : ", "list_queues", "-n", "--nosuch");
        assertRefused("--quiet : perhaps", "list_queues", "--quiet=perhaps");
        assertRefused("-t : x", "list_queues", "-t=x");
    }

    @Test
    void turnsAFlagOff() throws Problem {
        parse("list_queues", "-q", "--no-quiet");

        assertThat(family.isTerse()).isFalse();
    }

    @Test
    void expandsLettersInARow_ofWhichOnlyTheLastMayTakeAValue() throws Problem {
        parse("list_queues", "-qlp", "v");

        assertThat(family.isTerse()).isTrue();
        assertThat(family.virtualHost()).isEqualTo("v");
        assertRefused("-x : ", "list_queues", "-qx");
        assertRefused("--timeout : q", "list_queues", "-tq");
    }

    @Test
    void takesNegativeNumbersAndADashAsArguments() throws Problem {
        parse("list_queues", "-1", "-", "-2.5");

        assertThat(columns()).containsExactly("-1", "-", "-2.5");
    }

    @Test
    void endsOptionsAtTwoDashes() throws Problem {
        parse("list_queues", "a", "--", "-q", "--x");

        assertThat(columns()).containsExactly("a", "-q", "--x");
    }

    @Test
    void theLastOfTwoCounts() throws Problem {
        parse("-p", "a", "list_queues", "--vhost", "b");

        assertThat(family.virtualHost()).isEqualTo("b");
    }

    @Test
    void findsTheCommand() {
        assertThat(Words.placeOfCommand(List.of("-n", "a", "--nosuch", "b", "-q")))
                .isEqualTo(3);
        assertThat(Words.placeOfCommand(List.of("-q", "--", "b"))).isEqualTo(2);
        assertThat(Words.placeOfCommand(List.of("-n", "a"))).isEqualTo(2);
    }

    private void assertRefused(String invalid, String... typed) {
        assertThatThrownBy(() -> parse(typed)).hasMessageEndingWith("Invalid options for this command:\n" + invalid);
    }

    private void parse(String... typed) throws Problem {
        List<String> words = List.of(typed);
        Words.parse(command, words, Words.placeOfCommand(words)).checkOptions();
    }

    private List<String> columns() {
        return command.getParseResult().matchedPositionalValue(0, List.of());
    }
}
