package warren.persistence.event;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import warren.persistence.bytes.ByteReader;
import warren.persistence.bytes.ByteWriter;
import warren.persistence.bytes.MalformedBytesException;

/** The bytes of how often messages have come back: their number, then for each the gap before its offset and the count. */
final class ReturnsCodec {
    private ReturnsCodec() {}

    static void write(ByteWriter out, SortedMap<Long, Integer> returns) {
        out.varint(returns.size());
        long next = 0;
        for (Map.Entry<Long, Integer> each : returns.entrySet()) {
            out.varint(each.getKey() - next).varint(each.getValue());
            next = each.getKey() + 1;
        }
    }

    static SortedMap<Long, Integer> read(ByteReader in) throws MalformedBytesException {
        int size = in.count();
        var returns = new TreeMap<Long, Integer>();
        long next = 0;
        for (int i = 0; i < size; i++) {
            long offset = next + in.varint();
            long count = in.varint();
            if (offset < next || offset == Long.MAX_VALUE || count <= 0 || count > Integer.MAX_VALUE) {
                throw new MalformedBytesException("offset " + offset + " came back " + count + " times after " + next);
            }
            returns.put(offset, (int) count);
            next = offset + 1;
        }
        return returns;
    }

    static long size(SortedMap<Long, Integer> returns) {
        long size = ByteWriter.varintSize(returns.size());
        long next = 0;
        for (Map.Entry<Long, Integer> each : returns.entrySet()) {
            size += ByteWriter.varintSize(each.getKey() - next) + ByteWriter.varintSize(each.getValue());
            next = each.getKey() + 1;
        }
        return size;
    }
}
