package warren.persistence.event;

import java.util.BitSet;
import warren.persistence.bytes.ByteReader;
import warren.persistence.bytes.ByteWriter;
import warren.persistence.bytes.MalformedBytesException;

/** The bytes of a {@link QueueImage}: its tail, then each event in which something waits as differences to the event before it. */
final class QueueImageCodec {
    private static final int GAPPED = 1;
    private static final int SETTLED_BEHIND_FRONT = 2;
    private static final int EXPIRES = 4;

    /** In one event, and in all events in which something is settled out of order: a bit each in memory. */
    private static final long MESSAGES_MAX = 1L << 28;
    /** Events that wait to be released: those since the last snapshot. */
    private static final long DEAD_MAX = 1L << 24;

    private QueueImageCodec() {}

    static QueueImageSnapshot write(QueueImage image) {
        var out = new ByteWriter(64 + 8 * image.events());
        out.varint(image.nextOffset()).varint(image.handedOut()).varint(image.lastSequenceNr());
        RangesCodec.write(out, image.dead());
        out.varint(image.events());
        var before = new long[] {0, -1};
        image.forEachSlot(slot -> {
            out.varint(slot.sequenceNr - before[0]).varint(slot.first - before[1] - 1);
            write(out, slot);
            before[0] = slot.sequenceNr;
            before[1] = slot.last();
        });
        return new QueueImageSnapshot(out.toBytes());
    }

    static QueueImage read(QueueImageSnapshot snapshot) {
        try {
            return read(snapshot.bytes());
        } catch (MalformedBytesException e) {
            throw new IllegalStateException("a snapshot passed its checksum but does not parse", e);
        }
    }

    /** Ends with an image that could have been written, or a {@link MalformedBytesException}: damaged bytes cost no more memory. */
    static QueueImage read(byte[] bytes) throws MalformedBytesException {
        var in = new ByteReader(bytes);
        long nextOffset = in.varint();
        long handedOut = in.varint();
        long lastSequenceNr = in.varint();
        OffsetRanges dead = RangesCodec.read(in);
        require(dead.isEmpty() || dead.last(dead.rangeCount() - 1) <= lastSequenceNr, "a dead event of the future");
        require(dead.size() <= DEAD_MAX, "too many dead events");
        int events = in.count();
        var image = new QueueImage();
        long sequenceNr = 0;
        long before = -1;
        long tracked = 0;
        for (int i = 0; i < events; i++) {
            long last = sequenceNr;
            sequenceNr += in.varint();
            require(sequenceNr > last && sequenceNr <= lastSequenceNr, "an event out of order");
            EventSlot slot = readSlot(in, sequenceNr, before + 1 + in.varint(), tracked);
            require(slot.first > before && slot.last() < nextOffset, "an offset out of order");
            tracked += slot.settled == null ? 0 : slot.messages;
            image.add(slot);
            before = slot.last();
        }
        require(in.remaining() == 0, "bytes after the last event");
        image.restoreTail(nextOffset, handedOut, lastSequenceNr, dead);
        return image;
    }

    private static void require(boolean condition, String otherwise) throws MalformedBytesException {
        if (!condition) {
            throw new MalformedBytesException("a queue's image with " + otherwise);
        }
    }

    private static void write(ByteWriter out, EventSlot slot) {
        OffsetRanges behind = settledBehindFront(slot);
        boolean expires = slot.earliestExpiryMillis != StoredMessage.NEVER;
        out.octet((slot.gapped == null ? 0 : GAPPED)
                | (behind.isEmpty() ? 0 : SETTLED_BEHIND_FRONT)
                | (expires ? EXPIRES : 0));
        if (slot.gapped == null) {
            out.varint(slot.messages);
        } else {
            RangesCodec.write(out, slot.gapped);
        }
        out.varint(slot.bodyBytes);
        if (expires) {
            out.varint(slot.earliestExpiryMillis);
        }
        out.varint(slot.front);
        if (!behind.isEmpty()) {
            RangesCodec.write(out, behind);
        }
    }

    private static EventSlot readSlot(ByteReader in, long sequenceNr, long first, long tracked)
            throws MalformedBytesException {
        int flags = in.octet();
        OffsetRanges offsets = (flags & GAPPED) == 0 ? plain(first, in.varint()) : RangesCodec.read(in);
        require(!offsets.isEmpty() && offsets.size() <= MESSAGES_MAX, "an event of " + offsets.size() + " messages");
        long bodyBytes = in.varint();
        long earliestExpiryMillis = (flags & EXPIRES) == 0 ? StoredMessage.NEVER : in.varint();
        var slot = new EventSlot(sequenceNr, offsets, bodyBytes, earliestExpiryMillis);
        long front = in.varint();
        require(front >= 0 && front < slot.messages, "a front behind the event");
        if (front > 0) {
            slot.settleIndexes(0, (int) front);
        }
        if ((flags & SETTLED_BEHIND_FRONT) != 0) {
            OffsetRanges behind = RangesCodec.read(in);
            require(tracked + slot.messages <= MESSAGES_MAX, "too much settled out of order");
            require(!behind.isEmpty() && behind.first(0) > front, "a front that is too low");
            require(behind.last(behind.rangeCount() - 1) < slot.messages, "a settled message behind the event");
            for (int range = 0; range < behind.rangeCount(); range++) {
                slot.settleIndexes((int) behind.first(range), (int) behind.last(range) + 1);
            }
        }
        require(slot.waiting > 0, "an event in which nothing waits");
        return slot;
    }

    private static OffsetRanges plain(long first, long messages) throws MalformedBytesException {
        require(first >= 0 && messages > 0 && messages <= MESSAGES_MAX, "an event of " + messages + " messages");
        require(first <= Long.MAX_VALUE - messages, "an offset out of range");
        return OffsetRanges.range(first, first + messages - 1);
    }

    private static OffsetRanges settledBehindFront(EventSlot slot) {
        BitSet settled = slot.settled;
        if (settled == null) {
            return OffsetRanges.EMPTY;
        }
        var behind = new OffsetRanges.Builder();
        settled.stream().filter(index -> index >= slot.front).forEach(behind::add);
        return behind.build();
    }
}
