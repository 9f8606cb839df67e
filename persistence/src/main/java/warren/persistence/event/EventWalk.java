package warren.persistence.event;

import static warren.persistence.event.EventBlock.BYTES;
import static warren.persistence.event.EventBlock.CONTINUES;
import static warren.persistence.event.EventBlock.EXPIRES;
import static warren.persistence.event.EventBlock.GAP;
import static warren.persistence.event.EventBlock.MANY;
import static warren.persistence.event.EventBlock.STEP;

/**
 * Reads the events of a block one by one; the fields are those of the event it stands on. The block may be settled meanwhile, not
 * written. Bytes that no block could have end it with an {@link IllegalStateException}.
 */
final class EventWalk {
    private static final int FLAGS = STEP | GAP | MANY | BYTES | EXPIRES | CONTINUES;
    private static final int MESSAGES_MAX = 1 << 28;

    /** Hears of neighbouring messages of one event. */
    @FunctionalInterface
    interface RunVisitor {
        /** From one offset to another, both included; {@code index}: the number of the first in its block. */
        void run(long from, long to, int index);
    }

    private final EventBlock block;
    private int at;
    private int flags;
    /** Length of the run that was read last. */
    private int count;
    /** Behind the first run of this event. */
    private int moreAt;

    private int firstCount;

    long sequenceNr;
    /** The number of its first message in the block. */
    int index;
    /** Settled ones included. */
    int messages;

    long first;
    long last = -1;
    /** Of all messages that the event ever had. */
    long bodyBytes;
    /** Of all that it ever had; {@link StoredMessage#NEVER} when none expires. */
    long earliestExpiryMillis = StoredMessage.NEVER;
    /** That of the last event that had one. */
    long lastExpiryMillis;
    /** Entries read. */
    int runs;

    /** Stands before the first event. */
    EventWalk(EventBlock block) {
        this.block = block;
    }

    /** Goes to the next event; false when there is none. */
    boolean next() {
        if (at >= block.length()) {
            return false;
        }
        index += messages;
        flags = block.octetAt(at++);
        require((flags & CONTINUES) == 0 && (flags & ~FLAGS) == 0);
        long step = (flags & STEP) == 0 ? 1 : varint();
        sequenceNr += step;
        require(step > 0 && sequenceNr > 0);
        first = readRun(last);
        firstCount = count;
        messages = count;
        bodyBytes = (flags & BYTES) == 0 ? bodyBytes : varint();
        require(bodyBytes >= 0);
        readExpiry();
        moreAt = at;
        while (at < block.length() && (block.octetAt(at) & CONTINUES) != 0) {
            int more = block.octetAt(at++);
            require((more & ~(CONTINUES | GAP | MANY)) == 0);
            readRun(last, more);
            messages += count;
            require(messages <= MESSAGES_MAX);
        }
        require(index <= MESSAGES_MAX);
        return true;
    }

    private void readExpiry() {
        if ((flags & EXPIRES) == 0) {
            earliestExpiryMillis = StoredMessage.NEVER;
        } else {
            long difference = varint();
            lastExpiryMillis += (difference >>> 1) ^ -(difference & 1);
            earliestExpiryMillis = lastExpiryMillis;
        }
    }

    private long readRun(long before) {
        return readRun(before, flags);
    }

    private long readRun(long before, int runFlags) {
        long gap = (runFlags & GAP) == 0 ? 0 : varint();
        long many = (runFlags & MANY) == 0 ? 1 : varint();
        require(gap >= 0 && many > 0 && many <= MESSAGES_MAX);
        long from = before + 1 + gap;
        last = from + many - 1;
        require(from >= 0 && last < Long.MAX_VALUE && last >= from);
        count = (int) many;
        runs++;
        return from;
    }

    /** Visits the runs of this event, settled messages included. */
    void forEachRun(RunVisitor visitor) {
        int next = index + firstCount;
        visitor.run(first, first + firstCount - 1, index);
        if (messages == firstCount) {
            return;
        }
        int behind = at;
        int known = runs;
        at = moreAt;
        last = first + firstCount - 1;
        while (at < behind) {
            int more = block.octetAt(at++);
            long from = readRun(last, more);
            visitor.run(from, last, next);
            next += count;
        }
        runs = known;
    }

    /** The offsets that wait. */
    OffsetRanges waiting() {
        var waiting = new OffsetRanges.Builder();
        forEachRun((from, to, runIndex) -> {
            int end = runIndex + (int) (to - from) + 1;
            for (int start = block.nextWaiting(runIndex); start < end; ) {
                int stop = block.nextSettled(start, end);
                waiting.addRange(from + start - runIndex, from + stop - runIndex - 1);
                start = block.nextWaiting(stop);
            }
        });
        return waiting.build();
    }

    /** True when nothing of the event waits. */
    boolean isDead() {
        return block.nextWaiting(index) >= index + messages;
    }

    /** True when all its messages wait. */
    boolean isWhole() {
        return block.nextSettled(index, index + messages) == index + messages;
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int next = block.octetAt(at++);
            value |= (next & 0x7fL) << shift;
            if ((next & 0x80) == 0) {
                return value;
            }
        }
        throw new IllegalStateException("a number of more than ten bytes");
    }

    private static void require(boolean condition) {
        if (!condition) {
            throw new IllegalStateException("an event that cannot be");
        }
    }
}
