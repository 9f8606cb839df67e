package warren.transport.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadlinesTest {
    private final Deadlines deadlines = new Deadlines();
    private final List<String> done = new ArrayList<>();

    @Test
    void soonestComesFirst_andWhatIsNotDueWaits() {
        deadlines.add(30, () -> done.add("late"));
        deadlines.add(20, () -> done.add("second"));
        deadlines.add(10, () -> done.add("first"));

        deadlines.runDue(20);

        assertThat(done).containsExactly("first", "second");
        assertThat(deadlines.nanosToNext(25)).isEqualTo(5);
        assertThat(deadlines.nanosToNext(35)).isZero();
    }

    @Test
    void twoOfTheSameTimeBothRun_unlessCancelled() {
        deadlines.add(10, () -> done.add("a"));
        var cancelled = deadlines.add(10, () -> done.add("b"));
        deadlines.add(10, () -> done.add("c"));
        deadlines.cancel(cancelled);

        deadlines.runDue(10);

        assertThat(done).containsExactly("a", "c");
        assertThat(deadlines.isEmpty()).isTrue();
    }

    @Test
    void theClockMayWrap() {
        deadlines.add(Long.MIN_VALUE + 5, () -> done.add("after"));
        deadlines.add(Long.MAX_VALUE - 5, () -> done.add("before"));

        deadlines.runDue(Long.MAX_VALUE);

        assertThat(done).containsExactly("before");
        assertThat(deadlines.nanosToNext(Long.MAX_VALUE)).isEqualTo(6);
    }

    @Test
    void oneThatAddsItselfAgainDoesNotHoldUpItsCaller() {
        deadlines.add(0, () -> deadlines.add(0, () -> done.add("next time")));

        deadlines.runDue(10);

        assertThat(done).isEmpty();
        deadlines.runDue(10);
        assertThat(done).containsExactly("next time");
    }
}
