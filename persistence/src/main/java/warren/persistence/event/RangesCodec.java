package warren.persistence.event;

import warren.persistence.bytes.ByteReader;
import warren.persistence.bytes.ByteWriter;
import warren.persistence.bytes.MalformedBytesException;

/** The bytes of {@link OffsetRanges}: their number, then for each the gap before it and its length less one. */
final class RangesCodec {
    private RangesCodec() {}

    static void write(ByteWriter out, OffsetRanges ranges) {
        out.varint(ranges.rangeCount());
        long next = 0;
        for (int range = 0; range < ranges.rangeCount(); range++) {
            out.varint(ranges.first(range) - next).varint(ranges.last(range) - ranges.first(range));
            next = ranges.last(range) + 1;
        }
    }

    static OffsetRanges read(ByteReader in) throws MalformedBytesException {
        int count = in.count();
        var ranges = new OffsetRanges.Builder();
        long next = 0;
        for (int range = 0; range < count; range++) {
            long first = next + in.varint();
            long last = first + in.varint();
            if (first < next || last < first || last == Long.MAX_VALUE) {
                throw new MalformedBytesException("range from " + first + " to " + last + " after " + next);
            }
            ranges.addRange(first, last);
            next = last + 1;
        }
        return ranges.build();
    }

    static int size(OffsetRanges ranges) {
        int size = ByteWriter.varintSize(ranges.rangeCount());
        long next = 0;
        for (int range = 0; range < ranges.rangeCount(); range++) {
            size += ByteWriter.varintSize(ranges.first(range) - next);
            size += ByteWriter.varintSize(ranges.last(range) - ranges.first(range));
            next = ranges.last(range) + 1;
        }
        return size;
    }
}
