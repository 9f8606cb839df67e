package warren.persistence.event;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * One event of a queue and which of its messages wait. Messages are numbered from 0 in the order of the event. The front that is done
 * is one number; only settlements behind the front need a bit set, and only offsets with gaps need ranges.
 */
final class EventSlot {
    final long sequenceNr;
    final long first;
    final int messages;
    /** The offsets, when they are not {@code first, first + 1, ...}. */
    final @Nullable OffsetRanges gapped;
    /** Bytes of the bodies of all messages, settled or not. */
    final long bodyBytes;
    /** When the first of all messages expires, settled or not; {@link StoredMessage#NEVER} when none does. */
    final long earliestExpiryMillis;

    /** All messages before this one are settled. */
    int front;
    /** Messages settled behind the front. */
    @Nullable
    BitSet settled;

    int waiting;

    EventSlot(long sequenceNr, OffsetRanges offsets, long bodyBytes, long earliestExpiryMillis) {
        this.sequenceNr = sequenceNr;
        this.bodyBytes = bodyBytes;
        this.earliestExpiryMillis = earliestExpiryMillis;
        this.first = offsets.first(0);
        this.messages = (int) offsets.size();
        this.gapped = offsets.rangeCount() == 1 ? null : offsets;
        this.waiting = messages;
    }

    OffsetRanges offsets() {
        return gapped == null ? OffsetRanges.range(first, first + messages - 1) : gapped;
    }

    OffsetRanges waitingOffsets() {
        if (front == 0 && settled == null) {
            return offsets();
        }
        var found = new OffsetRanges.Builder();
        for (int index = nextWaiting(0); index < messages; index = nextWaiting(index + 1)) {
            found.add(offset(index));
        }
        return found.build();
    }

    long last() {
        return gapped == null ? first + messages - 1 : gapped.last(gapped.rangeCount() - 1);
    }

    long offset(int index) {
        return gapped == null ? first + index : gapped.get(index);
    }

    /** How many of the event's offsets are below this one. */
    int rank(long offset) {
        if (gapped != null) {
            return (int) gapped.rank(offset);
        }
        return (int) Math.max(0, Math.min(messages, offset - first));
    }

    /** The first message from this index on that waits; {@link #messages} when there is none. */
    int nextWaiting(int from) {
        int index = Math.max(from, front);
        return settled == null ? index : Math.min(messages, settled.nextClearBit(index));
    }

    /** Settles what waits from one offset to another, both included. Answers how many that were. */
    int settle(long from, long to) {
        int low = Math.max(rank(from), front);
        int high = rank(to + 1);
        return low >= high ? 0 : settleIndexes(low, high);
    }

    /** Settles the indexes from {@code low} (not before the front) to before {@code high}. */
    int settleIndexes(int low, int high) {
        BitSet behind = settled;
        int already = behind == null ? 0 : behind.get(low, high).cardinality();
        if (low == front) {
            front = high;
            front = nextWaiting(high);
        } else {
            if (behind == null) {
                behind = new BitSet(messages);
                settled = behind;
            }
            behind.set(low, high);
        }
        int done = high - low - already;
        waiting -= done;
        return done;
    }
}
