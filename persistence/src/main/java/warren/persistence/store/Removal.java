package warren.persistence.store;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import warren.persistence.bytes.ByteReader;
import warren.persistence.bytes.ByteWriter;
import warren.persistence.bytes.MalformedBytesException;

/**
 * What does not count any more of one owner: events, named by the segment in which they stand and their sequence numbers; its snapshot;
 * or all that is known of it. It is needed only as long as the bytes of what it removes are still on disk, so when its own segment goes,
 * it is written again with what is left of it ({@link #without}).
 *
 * @param home the segment that it was first written to; what stands in later ones is not meant
 * @param deletedTo all events up to here are gone; 0 when that changed nothing
 * @param snapshot the owner's snapshot is gone
 * @param forgotten the owner is gone, its numbers and snapshot too
 * @param events sequence numbers, ascending, by segment
 */
record Removal(int home, long deletedTo, boolean snapshot, boolean forgotten, Map<Integer, long[]> events) {
    private static final int SNAPSHOT = 1;
    private static final int FORGOTTEN = 2;

    /** Events that it names. */
    long count() {
        return events.values().stream().mapToLong(numbers -> numbers.length).sum();
    }

    boolean isCarried(Position position) {
        return position.segment() != home;
    }

    /** What is left to say when only these segments are left; null when nothing. */
    @org.jspecify.annotations.Nullable
    Removal without(java.util.SortedSet<Integer> segmentsLeft) {
        Map<Integer, long[]> left = new TreeMap<>(events);
        left.keySet().retainAll(segmentsLeft);
        boolean hasOlder = !segmentsLeft.headSet(home).isEmpty();
        if (left.isEmpty() && !(hasOlder && (snapshot || forgotten))) {
            return null;
        }
        return new Removal(home, 0, hasOlder && snapshot, hasOlder && forgotten, left);
    }

    Entry entry(String id) {
        var out = new ByteWriter(64);
        out.varint(deletedTo).octet((snapshot ? SNAPSHOT : 0) | (forgotten ? FORGOTTEN : 0));
        out.varint(events.size());
        events.forEach((segment, sequenceNrs) -> {
            out.varint(segment);
            writeRuns(out, sequenceNrs);
        });
        return new Entry(Entry.Kind.REMOVAL, id, home, out.toBytes());
    }

    static Removal read(Entry entry) throws MalformedBytesException {
        var in = new ByteReader(entry.payload());
        long deletedTo = in.varint();
        int flags = in.octet();
        int segments = in.count();
        Map<Integer, long[]> events = new TreeMap<>();
        for (int i = 0; i < segments; i++) {
            events.put((int) in.varint(), readRuns(in));
        }
        return new Removal((int) entry.number(), deletedTo, (flags & SNAPSHOT) != 0, (flags & FORGOTTEN) != 0, events);
    }

    /** As runs: the gap before each, and its length less one. */
    private static void writeRuns(ByteWriter out, long[] numbers) {
        var runs = new ByteWriter(16);
        int count = 0;
        long next = 0;
        for (int i = 0; i < numbers.length; count++) {
            int end = i;
            while (end + 1 < numbers.length && numbers[end + 1] == numbers[end] + 1) {
                end++;
            }
            runs.varint(numbers[i] - next).varint(end - i);
            next = numbers[end] + 1;
            i = end + 1;
        }
        out.varint(numbers.length).varint(count).raw(runs.toBytes());
    }

    private static long[] readRuns(ByteReader in) throws MalformedBytesException {
        long length = in.varint();
        int count = in.count();
        long[] numbers = new long[Deletions.SLICE_EVENTS];
        int size = 0;
        long next = 0;
        for (int run = 0; run < count; run++) {
            long first = next + in.varint();
            long more = in.varint();
            if (more < 0 || more >= numbers.length - size) {
                throw new MalformedBytesException("a removal of more than " + numbers.length + " events");
            }
            for (long i = 0; i <= more; i++) {
                numbers[size++] = first + i;
            }
            next = first + more + 1;
        }
        if (size != length) {
            throw new MalformedBytesException("a removal of " + length + " events names " + size);
        }
        return Arrays.copyOf(numbers, size);
    }
}
