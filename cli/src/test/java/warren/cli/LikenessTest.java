package warren.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LikenessTest {
    @Test
    void isJarosMeasure() {
        assertThat(Likeness.of("MARTHA", "MARHTA")).isCloseTo(0.944, within(0.001));
        assertThat(Likeness.of("DIXON", "DICKSONX")).isCloseTo(0.767, within(0.001));
        assertThat(Likeness.of("same", "same")).isEqualTo(1);
        assertThat(Likeness.of("abc", "xyz")).isZero();
        assertThat(Likeness.of("", "xyz")).isZero();
    }

    @Test
    void suggestsWhatMayHaveBeenMeant() {
        assertThat(Commands.suggestion("lst_queues")).contains("list_queues");
        assertThat(Commands.suggestion("nosuchcommand")).isEmpty();
    }
}
