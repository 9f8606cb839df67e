package warren.persistence.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import warren.persistence.bytes.MalformedBytesException;
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
    void knowsHowOftenMessagesHaveComeBack_untilTheyAreSettled() {
        var image = new QueueImage();
        image.apply(1, changed(List.of(0L, 1L, 2L), OffsetRanges.EMPTY));
        image.apply(
                2, new QueueChanged(List.of(), OffsetRanges.EMPTY, 3, new TreeMap<>(Map.of(0L, 1, 1L, 1, 2L, 7)), 0));
        image.apply(3, new QueueChanged(List.of(), OffsetRanges.of(0), 3, new TreeMap<>(Map.of(1L, 2)), 0));

        QueueImage restored = QueueImage.restore(image.snapshot());
        assertThat(restored.returns()).isEqualTo(Map.of(1L, 2, 2L, 7));
        restored.apply(4, changed(List.of(), OffsetRanges.range(0, 9)));
        assertThat(restored.returns()).isEmpty();
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

    /** As many events as fill many blocks, settled from the front, anywhere, or in long ranges. */
    @Test
    void isWhatAMapOfMessagesWouldBe_whenItIsLong() {
        for (int seed = 0; seed < 20; seed++) {
            runLong(seed);
        }
    }

    private static void runLong(int seed) {
        var random = new Random(seed);
        var waiting = new TreeMap<Long, Long>();
        var image = new QueueImage();
        int messagesMax = 1 + random.nextInt(3) * 3;
        double settledShare = 0.5 + random.nextDouble();
        long next = 0;
        for (long sequenceNr = 1; sequenceNr <= 4_000; sequenceNr++) {
            var enqueued = new ArrayList<Long>();
            for (int i = 1 + random.nextInt(messagesMax); i > 0; i--) {
                next += random.nextInt(9) == 0 ? random.nextInt(1_000) : 0;
                enqueued.add(next);
                waiting.put(next++, sequenceNr);
            }
            int settled = (int) (2 * random.nextDouble() * settledShare * enqueued.size());
            image.apply(
                    sequenceNr,
                    changed(
                            enqueued,
                            random.nextInt(500) == 0 ? range(random, waiting) : some(random, settled, waiting)));
            if (sequenceNr % 400 == 0) {
                String where = "seed " + seed + ", event " + sequenceNr;
                compareLong(image, waiting, where);
                image = QueueImage.restore(image.snapshot());
                compareLong(image, waiting, where + ", restored");
            }
        }
        image.apply(4_001, changed(List.of(), OffsetRanges.range(0, next)));
        assertThat(image.events()).isZero();
        assertThat(image.takeDead(4_001)).hasSize(4_001);
    }

    private static OffsetRanges some(Random random, int count, TreeMap<Long, Long> waiting) {
        var settled = new OffsetRanges.Builder();
        for (int i = 0; i < count && !waiting.isEmpty(); i++) {
            long any = random.nextLong(waiting.lastKey() + 1);
            Long offset = random.nextInt(3) == 0 ? waiting.firstKey() : waiting.ceilingKey(any);
            if (offset != null) {
                settled.add(offset);
                waiting.remove(offset);
            }
        }
        return settled.build();
    }

    private static OffsetRanges range(Random random, TreeMap<Long, Long> waiting) {
        long first = random.nextLong(waiting.lastKey() + 1);
        long last = first + random.nextLong(waiting.lastKey() + 1);
        waiting.subMap(first, true, last, true).clear();
        return OffsetRanges.range(first, last);
    }

    private static void compareLong(QueueImage image, TreeMap<Long, Long> waiting, String where) {
        var found = new TreeMap<Long, Long>();
        for (QueueImage.Batch batch : image.batches(0, Long.MAX_VALUE)) {
            batch.waiting().iterator().forEachRemaining((long offset) -> found.put(offset, batch.sequenceNr()));
        }
        assertThat(found).as(where).isEqualTo(waiting);
        assertThat(image.count()).as(where).isEqualTo(waiting.size());
        assertThat(image.events()).as(where).isEqualTo(new TreeSet<>(waiting.values()).size());
        long last = -1;
        long count = 0;
        for (QueueImage.Stretch stretch : image.stretches(10, Long.MAX_VALUE)) {
            assertThat(stretch.first()).as(where).isEqualTo(waiting.higherKey(last));
            last = stretch.last();
            count += stretch.count();
        }
        assertThat(count).as(where).isEqualTo(waiting.size());
        long from = image.nextOffset() / 3;
        long to = image.nextOffset() / 2;
        long between = image.batches(from, to).stream()
                .mapToLong(
                        batch -> batch.waiting().rank(to + 1) - batch.waiting().rank(from))
                .sum();
        assertThat(between)
                .as(where)
                .isEqualTo(waiting.subMap(from, true, to, true).size());
    }

    /** The worst case: each message came in an event of its own, has another length, expires, and its neighbours may be gone. */
    @Test
    void takesEightBytesForAMessageAtMost() {
        int messages = 500_000;
        for (int kept : new int[] {1, 2, 3, 10, 200}) {
            var random = new Random(kept);
            var image = new QueueImage();
            long heapBefore = heap();
            long waiting = 0;
            for (int offset = 0; offset < messages; offset++) {
                var message = new Message("", "q", new byte[2], new byte[random.nextInt(300)]);
                var stored = new StoredMessage(offset, message, 1_700_000_000_000L + offset * 3L);
                int done = random.nextInt(offset + 1);
                boolean isSettled = done % kept != 0;
                image.apply(
                        offset + 1,
                        new QueueChanged(List.of(stored), isSettled ? OffsetRanges.of(done) : OffsetRanges.EMPTY));
            }
            waiting = image.count();
            image.takeDead(messages);
            long taken = heap() - heapBefore;
            assertThat(taken).as("%d messages, one of %d stays", waiting, kept).isLessThan(8 * waiting + 200_000);
        }
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @Test
    void damagedBytesEndInAnError_orInAnImage() {
        var random = new Random(7);
        var image = new QueueImage();
        for (int i = 1; i <= 300; i++) {
            image.apply(i, changed(List.of(i * 3L, i * 3L + 1), i % 5 == 0 ? OffsetRanges.of(i) : OffsetRanges.EMPTY));
        }
        byte[] bytes = image.snapshot().bytes();
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = bytes.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            try {
                QueueImage read = QueueImageCodec.read(damaged, true);
                read.batches(0, Long.MAX_VALUE);
                read.apply(1_000_000_000, changed(List.of(), OffsetRanges.range(0, 100_000)));
            } catch (MalformedBytesException e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
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
