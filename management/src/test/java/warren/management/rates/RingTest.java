package warren.management.rates;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RingTest {
    private static final long STEP = 1000;

    @Test
    void knowsWhatWasAtEachMoment() {
        var ring = new Ring(STEP, 10, 1);
        ring.add(1000, new long[] {1});
        ring.add(3000, new long[] {5});

        assertThat(ring.at(999, 0)).isZero();
        assertThat(ring.at(1000, 0)).isEqualTo(1);
        assertThat(ring.at(2999, 0)).isEqualTo(1);
        assertThat(ring.at(9000, 0)).isEqualTo(5);
        assertThat(ring.knows(999)).isFalse();
        assertThat(ring.knows(1000)).isTrue();
    }

    @Test
    void takesNoRoomForWhatStaysAsItIs() {
        var ring = new Ring(STEP, 3, 1);
        ring.add(1000, new long[] {7});
        for (long time = 2000; time < 1_000_000; time += STEP) {
            ring.add(time, new long[] {7});
        }
        ring.add(1_000_000, new long[] {8});

        assertThat(ring.at(1000, 0)).isEqualTo(7);
        assertThat(ring.reaches(0)).as("nothing was given up").isTrue();
    }

    @Test
    void keepsTheLastSampleOfAStep() {
        var ring = new Ring(STEP, 10, 1);
        ring.add(1100, new long[] {1});
        ring.add(1900, new long[] {2});

        assertThat(ring.at(1500, 0)).isZero();
        assertThat(ring.at(1900, 0)).isEqualTo(2);
    }

    /** Against a map of all that ever was. */
    @Test
    void remembersTheNewestSamplesRight() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var ring = new Ring(STEP, 20, 2);
        var all = new TreeMap<Long, long[]>();
        long time = 0;
        for (int i = 0; i < 500; i++) {
            time += STEP * (1 + random.nextInt(3));
            long[] sample = {random.nextInt(4), random.nextInt(2)};
            ring.add(time, sample);
            all.put(time, sample);
            long asked = Math.max(0, time - random.nextInt(30_000));
            if (ring.reaches(asked)) {
                Map.Entry<Long, long[]> was = all.floorEntry(asked);
                for (int counter = 0; counter < 2; counter++) {
                    assertThat(ring.at(asked, counter))
                            .as("seed %d, time %d, asked %d", seed, time, asked)
                            .isEqualTo(was == null ? 0 : was.getValue()[counter]);
                }
            }
        }
    }
}
