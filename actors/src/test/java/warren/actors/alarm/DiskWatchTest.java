package warren.actors.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DiskWatchTest {
    private static final long MIB = 1 << 20;
    private static final long RESERVE = 48 * MIB;
    private static final long LIMIT = 100 * MIB;

    private final DiskWatch watch = new DiskWatch(LIMIT, RESERVE);

    @Test
    void isOnBelowTheLimit_andUntilThereIsALittleMore() {
        assertThat(watch.look(LIMIT)).isFalse();
        assertThat(watch.look(LIMIT - 1)).isTrue();
        assertThat(watch.look(LIMIT + 3 * MIB)).isTrue();
        assertThat(watch.look(LIMIT + 4 * MIB)).isFalse();
        assertThat(watch.look(LIMIT)).isFalse();
    }

    @Test
    void comesBeforeTheStoreRefuses_howeverLowTheLimit() {
        watch.setLimit(0);

        assertThat(watch.limitBytes()).isGreaterThan(RESERVE);
        assertThat(watch.look(RESERVE + 1)).isTrue();
        assertThat(new DiskWatch(0, RESERVE).limitBytes()).isEqualTo(watch.limitBytes());
    }

    @Test
    void aLowerLimitCountsAtOnce() {
        watch.look(LIMIT - 20 * MIB);
        watch.setLimit(LIMIT - 20 * MIB);
        assertThat(watch.look(LIMIT - 20 * MIB)).isFalse();
    }

    @Test
    void looksTheOftenerTheFullerTheDisk() {
        watch.look(LIMIT);
        assertThat(watch.pause(LIMIT)).isEqualTo(Duration.ofMillis(100));
        assertThat(watch.pause(LIMIT + 250_000_000)).isEqualTo(Duration.ofSeconds(1));
        assertThat(watch.pause(Long.MAX_VALUE / 2)).isEqualTo(Duration.ofSeconds(10));
        watch.look(0);
        assertThat(watch.pause(0)).isLessThanOrEqualTo(Duration.ofMillis(500));
    }
}
