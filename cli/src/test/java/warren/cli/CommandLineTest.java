package warren.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandLineTest {
    @Test
    void takesOptionsAnywhere() {
        CommandLine line =
                parse("-q", "list_queues", "-p", "v", "name", "--formatter=json", "--timeout", "5", "messages");

        assertThat(line.arguments()).containsExactly("list_queues", "name", "messages");
        assertThat(line.options().has("quiet")).isTrue();
        assertThat(line.options().virtualHost()).isEqualTo("v");
        assertThat(line.options().isJson()).isTrue();
        assertThat(line.options().number("timeout")).contains(5);
        assertThat(line.invalid()).isEmpty();
    }

    @Test
    void refusesAnUnknownOption_whichTakesNoValue() {
        CommandLine line = parse("x", "--nosuch", "value", "--other=3");

        assertThat(line.invalid()).containsExactly("--nosuch : ", "--other : 3");
        assertThat(line.arguments()).containsExactly("x", "value");
    }

    @Test
    void refusesAValueOfAWrongType() {
        assertThat(parse("--timeout", "abc").invalid()).containsExactly("--timeout : abc");
        assertThat(parse("-t").invalid()).containsExactly("-t : ");
        assertThat(parse("-n", "-q").invalid()).containsExactly("-n : ");
        assertThat(parse("--quiet=perhaps").invalid()).containsExactly("--quiet : perhaps");
    }

    @Test
    void turnsAFlagOff() {
        assertThat(parse("--no-table-headers").options().notRefused("table-headers"))
                .isFalse();
        assertThat(parse().options().notRefused("table-headers")).isTrue();
    }

    @Test
    void expandsLettersInARow_ofWhichOnlyTheLastMayTakeAValue() {
        assertThat(parse("-qs").options().isTerse()).isTrue();
        assertThat(parse("-qp", "v").options().virtualHost()).isEqualTo("v");
        assertThat(parse("-tq").invalid()).containsExactly("-t : ");
    }

    @Test
    void takesNegativeNumbersAndADashAsArguments() {
        assertThat(parse("-1", "-", "-2.5").arguments()).containsExactly("-1", "-", "-2.5");
    }

    @Test
    void endsOptionsAtTwoDashes() {
        assertThat(parse("a", "--", "-q", "--x").arguments()).containsExactly("a", "-q", "--x");
    }

    @Test
    void theLastOfTwoCounts() {
        assertThat(parse("-p", "a", "--vhost", "b").options().virtualHost()).isEqualTo("b");
    }

    private static CommandLine parse(String... typed) {
        List<Switch> switches = new ArrayList<>(Switch.GENERAL);
        switches.add(Switch.TABLE_HEADERS);
        return CommandLine.parse(List.of(typed), switches);
    }
}
