package warren.persistence.event;

import java.util.Arrays;
import java.util.BitSet;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/*
 * The bytes: one entry for each run of neighbouring offsets of an event, as what differs from what the entry before it suggests. An entry
 * begins with flags; what they announce follows in the order of the flags. So one more event of one message, of as many bytes as the
 * last, costs one byte.
 */
/**
 * Neighbouring events of a queue in which messages wait, as bytes, and a bit for each message that has been settled since these bytes
 * were written. Messages are numbered from 0 within the block. A block is read from its beginning, so it is short.
 */
final class EventBlock {
    /** Entries above which a block is full. */
    static final int RUNS_MAX = 128;
    /** Messages above which a block is full: a bit each. */
    static final int MESSAGES_MAX = 8_192;

    /** The first run of an event is not that of the next number. */
    static final int STEP = 1;
    /** The offset is not the next. */
    static final int GAP = 2;
    /** There is more than one message in the run. */
    static final int MANY = 4;
    /** The event has other bytes than the one before it. */
    static final int BYTES = 8;
    /** Messages of the event expire. */
    static final int EXPIRES = 16;
    /** One more run of the event before it. */
    static final int CONTINUES = 32;

    private static final int LENGTH_MIN = 32;

    private byte[] bytes;
    private int length;
    private int events;
    private int runs;
    private int messages;
    private int waiting;
    private @Nullable BitSet settled;
    private long first = -1;
    private long sequenceNr;
    /** Above the last offset. */
    private long end;
    /** Those of the last event. */
    private long bodyBytes;
    /** That of the last event that had one. */
    private long expiryMillis;

    /** An empty one. */
    EventBlock() {
        bytes = new byte[LENGTH_MIN];
    }

    private EventBlock(byte[] bytes) {
        this.bytes = bytes;
        this.length = bytes.length;
    }

    /** The block of these bytes; {@link IllegalStateException} when no block could have them. */
    static EventBlock of(byte[] bytes) {
        var block = new EventBlock(bytes);
        var walk = new EventWalk(block);
        while (walk.next()) {
            if (block.first < 0) {
                block.first = walk.first;
            }
            block.events++;
            block.end = walk.last + 1;
            block.sequenceNr = walk.sequenceNr;
            block.bodyBytes = walk.bodyBytes;
        }
        block.expiryMillis = walk.lastExpiryMillis;
        block.runs = walk.runs;
        block.messages = walk.index + walk.messages;
        block.waiting = block.messages;
        return block;
    }

    /** An event behind all others. */
    void add(long nextSequenceNr, OffsetRanges offsets, long eventBytes, long eventExpiryMillis) {
        int event = (nextSequenceNr == sequenceNr + 1 ? 0 : STEP)
                | (eventBytes == bodyBytes ? 0 : BYTES)
                | (eventExpiryMillis == StoredMessage.NEVER ? 0 : EXPIRES);
        for (int range = 0; range < offsets.rangeCount(); range++) {
            long from = offsets.first(range);
            int count = Math.toIntExact(offsets.last(range) - from + 1);
            int flags = (range == 0 ? event : CONTINUES) | (from == end ? 0 : GAP) | (count == 1 ? 0 : MANY);
            octet(flags);
            if ((flags & STEP) != 0) {
                varint(nextSequenceNr - sequenceNr);
            }
            if ((flags & GAP) != 0) {
                varint(from - end);
            }
            if ((flags & MANY) != 0) {
                varint(count);
            }
            if ((flags & BYTES) != 0) {
                varint(eventBytes);
            }
            if ((flags & EXPIRES) != 0) {
                long difference = eventExpiryMillis - expiryMillis;
                varint((difference << 1) ^ (difference >> (Long.SIZE - 1)));
                expiryMillis = eventExpiryMillis;
            }
            end = from + count;
            runs++;
            messages = Math.addExact(messages, count);
            waiting += count;
        }
        first = first < 0 ? offsets.first(0) : first;
        events++;
        sequenceNr = nextSequenceNr;
        bodyBytes = eventBytes;
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            octet(((int) rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        octet((int) rest);
    }

    private void octet(int value) {
        if (length == bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * length);
        }
        bytes[length++] = (byte) value;
    }

    /** Gives back the room for more events. */
    void trim() {
        bytes = toBytes();
    }

    byte[] toBytes() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    /** The byte at a place; {@link IllegalStateException} behind the last. */
    int octetAt(int at) {
        if (at >= length) {
            throw new IllegalStateException("an entry that is cut off");
        }
        return bytes[at] & 0xff;
    }

    int length() {
        return length;
    }

    boolean isFull() {
        return runs >= RUNS_MAX || messages >= MESSAGES_MAX;
    }

    /** True when most of what it describes is done with: it should be written anew. */
    boolean isSparse() {
        return waiting * 2L <= messages;
    }

    /** True when its bytes describe nothing but what waits. */
    boolean isPacked() {
        return settled == null;
    }

    /** How many it describes, dead ones included. */
    int events() {
        return events;
    }

    int waiting() {
        return waiting;
    }

    /** The lowest offset, whether or not it waits. */
    long first() {
        return first;
    }

    /** The highest offset, whether or not it waits. */
    long last() {
        return end - 1;
    }

    /** The last event's. */
    long sequenceNr() {
        return sequenceNr;
    }

    /** The first message from this index on that waits; behind the last when there is none. */
    int nextWaiting(int index) {
        return settled == null ? index : settled.nextClearBit(index);
    }

    /** The first message from this index on that does not wait; {@code otherwise} when there is none. */
    int nextSettled(int index, int otherwise) {
        int found = settled == null ? -1 : settled.nextSetBit(index);
        return found < 0 ? otherwise : Math.min(found, otherwise);
    }

    /**
     * Settles what waits from one offset to another, both included. {@code died} hears the number of each event in which now nothing
     * waits any more. Answers how many messages that were.
     */
    int settle(long from, long to, LongConsumer died) {
        int before = waiting;
        var walk = new EventWalk(this);
        while (walk.next() && walk.first <= to) {
            if (walk.last >= from) {
                int waited = waiting;
                walk.forEachRun((low, high, index) -> settleRun(low, high, index, from, to));
                if (waiting < waited && walk.isDead()) {
                    died.accept(walk.sequenceNr);
                }
            }
        }
        return before - waiting;
    }

    private void settleRun(long low, long high, int index, long from, long to) {
        int start = index + (int) (Math.max(low, from) - low);
        int stop = index + (int) (Math.min(high, to) - low) + 1;
        if (start >= stop || from > high) {
            return;
        }
        for (int next = nextWaiting(start); next < stop; next = nextWaiting(next + 1)) {
            waiting--;
        }
        if (settled == null) {
            settled = new BitSet(messages);
        }
        settled.set(start, stop);
    }
}
