package warren.persistence.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import warren.routing.message.Message;

class QueueImageTest {
    private static final int SEEDS = 400;
    private static final int EVENTS = 60;
    private static final Message MESSAGE = new Message("", "q", new byte[2], new byte[0]);

    @Test
    void anEventWithNothingToKeepIsDeadAtOnce() {
        var image = new QueueImage();
        image.apply(1, changed(List.of(0L, 1L), OffsetRanges.EMPTY));
        image.apply(2, changed(List.of(), OffsetRanges.of(0)));
        image.apply(3, changed(List.of(2L), OffsetRanges.of(2)));

        assertThat(image.takeDead(3)).containsExactly(2, 3);
        assertThat(image.takeDead(3)).isEmpty();
        assertThat(image.count()).isEqualTo(1);
        assertThat(image.nextOffset()).isEqualTo(3);
    }

    @Test
    void keepsTheDeadBehindASnapshotForLater() {
        var image = new QueueImage();
        image.apply(1, changed(List.of(), OffsetRanges.of(0)));
        image.apply(2, changed(List.of(), OffsetRanges.of(0)));

        assertThat(image.takeDead(1)).containsExactly(1);
        assertThat(image.takeDead(2)).containsExactly(2);
    }

    @Test
    void settlingTwiceChangesNothing() {
        var image = new QueueImage();
        image.apply(1, changed(List.of(0L, 1L, 5L), OffsetRanges.EMPTY));
        image.apply(2, changed(List.of(), OffsetRanges.of(1)));
        image.apply(3, changed(List.of(), OffsetRanges.of(1, 2, 3)));

        assertThat(image.count()).isEqualTo(2);
        assertThat(image.batches(0, Long.MAX_VALUE).get(0).waits(0)).isTrue();
        assertThat(image.batches(0, Long.MAX_VALUE).get(0).waits(1)).isFalse();
        assertThat(image.batches(0, Long.MAX_VALUE).get(0).waits(5)).isTrue();
    }

    @Test
    void isWhatAMapOfMessagesWouldBe() {
        for (int seed = 0; seed < SEEDS; seed++) {
            run(seed);
        }
    }

    /** The model knows the event of each waiting offset, and which events were given away as dead. */
    private static void run(int seed) {
        var random = new Random(seed);
        var waiting = new TreeMap<Long, Long>();
        var taken = new TreeSet<Long>();
        var image = new QueueImage();
        long next = 0;
        for (long sequenceNr = 1; sequenceNr <= EVENTS; sequenceNr++) {
            String where = "seed " + seed + ", event " + sequenceNr;
            var enqueued = new ArrayList<Long>();
            for (int i = random.nextInt(6); i > 0; i--) {
                next += random.nextInt(4) == 0 ? random.nextInt(4) : 0;
                enqueued.add(next);
                waiting.put(next++, sequenceNr);
            }
            OffsetRanges settled = settle(random, waiting);
            image.apply(sequenceNr, changed(enqueued, settled));
            if (random.nextInt(5) == 0) {
                image = QueueImage.restore(image.snapshot());
            }
            compare(image, waiting, where);
            if (random.nextInt(4) == 0) {
                compareDead(image, waiting, taken, sequenceNr - random.nextInt(3), where);
            }
        }
    }

    private static void compareDead(
            QueueImage image, Map<Long, Long> waiting, TreeSet<Long> taken, long upTo, String where) {
        var expected = new TreeSet<Long>();
        for (long sequenceNr = 1; sequenceNr <= upTo; sequenceNr++) {
            if (!waiting.containsValue(sequenceNr) && !taken.contains(sequenceNr)) {
                expected.add(sequenceNr);
            }
        }
        assertThat(image.takeDead(upTo)).as(where).containsExactlyInAnyOrder(expected.toArray(Long[]::new));
        taken.addAll(expected);
    }

    private static OffsetRanges settle(Random random, TreeMap<Long, Long> waiting) {
        var settled = new OffsetRanges.Builder();
        boolean inOrder = random.nextInt(3) > 0;
        for (int i = random.nextInt(8); i > 0 && !waiting.isEmpty(); i--) {
            long last = waiting.lastKey();
            long offset = inOrder ? waiting.firstKey() : random.nextInt((int) last + 1);
            settled.add(offset);
            waiting.remove(offset);
        }
        return settled.build();
    }

    private static void compare(QueueImage image, Map<Long, Long> waiting, String where) {
        var found = new TreeMap<Long, Long>();
        long before = 0;
        for (QueueImage.Batch batch : image.batches(0, Long.MAX_VALUE)) {
            assertThat(batch.sequenceNr()).as(where).isGreaterThan(before);
            before = batch.sequenceNr();
            for (long offset = 0; offset < image.nextOffset(); offset++) {
                if (batch.waits(offset)) {
                    found.put(offset, batch.sequenceNr());
                }
            }
        }
        assertThat(found).as(where).isEqualTo(waiting);
        assertThat(image.count()).as(where).isEqualTo(waiting.size());
    }

    private static QueueChanged changed(List<Long> offsets, OffsetRanges settled) {
        return new QueueChanged(
                offsets.stream()
                        .map(offset -> new StoredMessage(offset, MESSAGE, StoredMessage.NEVER))
                        .toList(),
                settled);
    }
}
