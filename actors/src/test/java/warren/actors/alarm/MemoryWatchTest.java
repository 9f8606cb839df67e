package warren.actors.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import warren.actors.alarm.MemoryWatch.Heap;

class MemoryWatchTest {
    private static final long MIB = 1 << 20;
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final MemoryWatch watch = new MemoryWatch(100 * MIB);

    private boolean look(long inUse, long alive, long messages) {
        return watch.look(new Heap(inUse * MIB, alive * MIB, messages * MIB), SECOND);
    }

    @Test
    void garbageIsNoReason() {
        assertThat(look(250, 0, 10)).isFalse();
        assertThat(look(250, 40, 10)).isFalse();
    }

    @Test
    void messagesAreOne_atOnce_andAreNoneWhenTheyAreGone() {
        assertThat(look(250, 20, 10)).isFalse();
        assertThat(look(250, 20, 95)).isTrue();
        assertThat(look(250, 20, 10)).isFalse();
    }

    @Test
    void whatACollectionLeftIsOne() {
        assertThat(look(250, 120, 0)).isTrue();
        assertThat(look(250, 30, 0)).isFalse();
    }

    @Test
    void messagesThatWentAfterTheCollectionNoLongerCount() {
        assertThat(look(250, 120, 80)).isTrue();
        assertThat(look(250, 120, 30)).isFalse();
    }

    @Test
    void neverMoreThanIsInUse() {
        assertThat(look(130, 120, 0)).isTrue();
        assertThat(look(60, 120, 0)).isFalse();
    }

    @Test
    void doesNotFlicker() {
        assertThat(look(250, 101, 0)).isTrue();
        assertThat(look(250, 95, 0)).isTrue();
        assertThat(look(250, 89, 0)).isFalse();
        assertThat(look(250, 95, 0)).isFalse();
    }

    @Test
    void anIdleBrokerIsTooMuchForATinyWatermark() {
        var tiny = new MemoryWatch(MIB);
        assertThat(tiny.look(new Heap(20 * MIB, 0, 0), SECOND)).isTrue();
    }

    @Test
    void asksForACollection_whenAnOldOneIsAllThatTheAlarmRestsOn_lessAndLessOften() {
        assertThat(look(250, 120, 0)).isTrue();
        assertThat(secondsUntilCollection()).isEqualTo(10);
        assertThat(secondsUntilCollection()).isEqualTo(20);

        assertThat(look(250, 120, 110)).isTrue();
        assertThat(watch.needsCollection()).as("explained by messages").isFalse();
    }

    private int secondsUntilCollection() {
        for (int seconds = 1; seconds < 100; seconds++) {
            look(250, 120, 0);
            if (watch.needsCollection()) {
                return seconds;
            }
        }
        return -1;
    }

    @Test
    void looksTheOftenerTheNearerItIs() {
        var large = new MemoryWatch(4096 * MIB);
        large.look(new Heap(4096 * MIB, 20 * MIB, 0), SECOND);
        assertThat(large.pause()).isEqualTo(SECOND);
        large.look(new Heap(4096 * MIB, 3996 * MIB, 0), SECOND);
        assertThat(large.pause()).isBetween(Duration.ofMillis(50), Duration.ofMillis(150));
        large.look(new Heap(4096 * MIB, 4095 * MIB, 0), SECOND);
        assertThat(large.pause()).isEqualTo(Duration.ofMillis(10));
    }
}
