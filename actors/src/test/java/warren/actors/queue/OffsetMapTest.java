package warren.actors.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import warren.actors.Messages;

class OffsetMapTest {
    private static final int SEEDS = 100;
    private static final int STEPS = 400;

    private final OffsetMap map = new OffsetMap();

    @Test
    void givesAMessageOutOnce() {
        QueuedMessage message = message(7);
        map.put(message);

        assertThat(map.remove(7)).isSameAs(message);
        assertThat(map.remove(7)).isNull();
        assertThat(map.size()).isZero();
    }

    @Test
    void keepsOffsetsApartThatShareASlot() {
        for (long offset : new long[] {3, 19, 35, 4}) {
            map.put(message(offset));
        }

        assertThat(map.remove(3)).isNotNull();
        assertThat(map.remove(51)).isNull();
        assertThat(offsets(map.sorted())).containsExactly(4, 19, 35);
        assertThat(map.remove(35)).isNotNull();
        assertThat(map.remove(19)).isNotNull();
        assertThat(map.remove(4)).isNotNull();
    }

    @Test
    void isUsableAfterItGrewAndBecameEmpty() {
        for (long offset = 0; offset < 10_000; offset++) {
            map.put(message(offset));
        }
        for (long offset = 0; offset < 10_000; offset++) {
            assertThat(map.remove(offset)).isNotNull();
        }
        for (long offset = 5; offset < 9; offset++) {
            map.put(message(offset));
        }

        assertThat(offsets(map.sorted())).containsExactly(5, 6, 7, 8);
    }

    @Test
    void behavesAsATreeMapWould() {
        for (int seed = 0; seed < SEEDS; seed++) {
            var random = new Random(seed);
            var tested = new OffsetMap();
            Map<Long, QueuedMessage> model = new TreeMap<>();
            // few slots crowd, many spread, and offsets beyond an int occur
            long base = random.nextBoolean() ? 0 : Long.MAX_VALUE / 2;
            int range = 1 + random.nextInt(500);
            int stride = random.nextBoolean() ? 1 : 16;
            for (int step = 0; step < STEPS; step++) {
                String where = "seed " + seed + ", step " + step;
                long offset = base + (long) random.nextInt(range) * stride;
                if (random.nextBoolean() && !model.containsKey(offset)) {
                    QueuedMessage message = message(offset);
                    tested.put(message);
                    model.put(offset, message);
                } else {
                    assertThat(tested.remove(offset)).as(where).isSameAs(model.remove(offset));
                }
                assertThat(tested.size()).as(where).isEqualTo(model.size());
                if (step % 50 == 0) {
                    assertThat(tested.sorted()).as(where).containsExactlyElementsOf(model.values());
                    var visited = new ArrayList<QueuedMessage>();
                    tested.forEach(visited::add);
                    assertThat(visited).as(where).containsExactlyInAnyOrderElementsOf(model.values());
                }
            }
        }
    }

    private static QueuedMessage message(long offset) {
        return new QueuedMessage(offset, Messages.passing("m"));
    }

    private static long[] offsets(QueuedMessage[] messages) {
        return Arrays.stream(messages).mapToLong(message -> message.offset).toArray();
    }
}
