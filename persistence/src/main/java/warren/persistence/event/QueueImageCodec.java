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

    private QueueImageCodec() {}

    static QueueImageSnapshot write(QueueImage image) {
        var out = new ByteWriter(64 + 8 * image.events());
        out.varint(image.nextOffset()).varint(image.lastSequenceNr());
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
            return read(new ByteReader(snapshot.bytes()));
        } catch (MalformedBytesException e) {
            throw new IllegalStateException("a snapshot passed its checksum but does not parse", e);
        }
    }

    private static QueueImage read(ByteReader in) throws MalformedBytesException {
        long nextOffset = in.varint();
        long lastSequenceNr = in.varint();
        OffsetRanges dead = RangesCodec.read(in);
        int events = in.count();
        var image = new QueueImage();
        long sequenceNr = 0;
        long before = -1;
        for (int i = 0; i < events; i++) {
            sequenceNr += in.varint();
            EventSlot slot = readSlot(in, sequenceNr, before + 1 + in.varint());
            image.add(slot);
            before = slot.last();
        }
        image.restoreTail(nextOffset, lastSequenceNr, dead);
        return image;
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

    private static EventSlot readSlot(ByteReader in, long sequenceNr, long first) throws MalformedBytesException {
        int flags = in.octet();
        OffsetRanges offsets =
                (flags & GAPPED) == 0 ? OffsetRanges.range(first, first + in.varint() - 1) : RangesCodec.read(in);
        long bodyBytes = in.varint();
        long earliestExpiryMillis = (flags & EXPIRES) == 0 ? StoredMessage.NEVER : in.varint();
        var slot = new EventSlot(sequenceNr, offsets, bodyBytes, earliestExpiryMillis);
        int front = (int) in.varint();
        if (front > 0) {
            slot.settleIndexes(0, front);
        }
        if ((flags & SETTLED_BEHIND_FRONT) != 0) {
            OffsetRanges behind = RangesCodec.read(in);
            for (int range = 0; range < behind.rangeCount(); range++) {
                slot.settleIndexes((int) behind.first(range), (int) behind.last(range) + 1);
            }
        }
        return slot;
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
