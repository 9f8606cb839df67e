package warren.persistence.event;

import java.util.Collections;
import warren.persistence.bytes.ByteReader;
import warren.persistence.bytes.ByteWriter;
import warren.persistence.bytes.MalformedBytesException;

/** The bytes of a {@link QueueImage}: its tail, what came back and when it is handed out again, then the blocks as they stand in memory, without what is settled. */
final class QueueImageCodec {
    /** Events that wait to be released: those since the last snapshot. */
    private static final long DEAD_MAX = 1L << 24;

    private QueueImageCodec() {}

    static QueueImageSnapshot write(QueueImage image) {
        var out = new ByteWriter(64 + 4 * image.events());
        out.varint(image.nextOffset()).varint(image.handedOut()).varint(image.lastSequenceNr());
        RangesCodec.write(out, image.dead());
        ReturnsCodec.write(out, image.returns());
        RetriesCodec.write(out, image.retries());
        BlockList blocks = image.blocks();
        for (int at = 0; at < blocks.size(); at++) {
            BlockList.packed(blocks.get(at)).forEach(block -> out.block(block.toBytes()));
        }
        return new QueueImageSnapshot(out.toBytes(), true);
    }

    static QueueImage read(QueueImageSnapshot snapshot) {
        try {
            return read(snapshot.bytes(), snapshot.hasRetries());
        } catch (MalformedBytesException e) {
            throw new IllegalStateException("a snapshot passed its checksum but does not parse", e);
        }
    }

    /** Ends with an image that could have been written, or a {@link MalformedBytesException}: damaged bytes cost no more memory. */
    static QueueImage read(byte[] bytes, boolean hasRetries) throws MalformedBytesException {
        var in = new ByteReader(bytes);
        long nextOffset = in.varint();
        long handedOut = in.varint();
        long lastSequenceNr = in.varint();
        OffsetRanges dead = RangesCodec.read(in);
        require(dead.isEmpty() || dead.last(dead.rangeCount() - 1) <= lastSequenceNr, "a dead event of the future");
        require(dead.size() <= DEAD_MAX, "too many dead events");
        var image = new QueueImage();
        image.restore(
                ReturnsCodec.read(in), hasRetries ? RetriesCodec.read(in) : Collections.<Long, Long>emptySortedMap());
        long sequenceNr = 0;
        long last = -1;
        while (in.remaining() > 0) {
            EventBlock block = block(in.block());
            var walk = new EventWalk(block);
            require(walk.next() && walk.sequenceNr > sequenceNr, "an event out of order");
            require(walk.first > last, "an offset out of order");
            image.restore(block);
            sequenceNr = block.sequenceNr();
            last = block.last();
        }
        require(sequenceNr <= lastSequenceNr, "an event of the future");
        require(last < nextOffset, "an offset of the future");
        image.restoreTail(nextOffset, handedOut, lastSequenceNr, dead);
        return image;
    }

    private static EventBlock block(byte[] bytes) throws MalformedBytesException {
        require(bytes.length > 0, "an empty block");
        try {
            return EventBlock.of(bytes);
        } catch (IllegalStateException e) {
            throw new MalformedBytesException("a queue's image with " + e.getMessage());
        }
    }

    private static void require(boolean condition, String otherwise) throws MalformedBytesException {
        if (!condition) {
            throw new MalformedBytesException("a queue's image with " + otherwise);
        }
    }
}
