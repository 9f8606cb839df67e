package warren.persistence.event;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import warren.persistence.bytes.ByteReader;
import warren.persistence.bytes.ByteWriter;
import warren.persistence.bytes.MalformedBytesException;

/** The bytes of when messages that came back may be handed out again: their number, then for each the gap before its offset and the time. */
final class RetriesCodec {
    private RetriesCodec() {}

    static void write(ByteWriter out, SortedMap<Long, Long> retries) {
        out.varint(retries.size());
        long next = 0;
        for (Map.Entry<Long, Long> each : retries.entrySet()) {
            out.varint(each.getKey() - next).varint(each.getValue());
            next = each.getKey() + 1;
        }
    }

    static SortedMap<Long, Long> read(ByteReader in) throws MalformedBytesException {
        int size = in.count();
        var retries = new TreeMap<Long, Long>();
        long next = 0;
        for (int i = 0; i < size; i++) {
            long offset = next + in.varint();
            long millis = in.varint();
            if (offset < next || offset == Long.MAX_VALUE || millis < 0) {
                throw new MalformedBytesException("offset " + offset + " comes again at " + millis + " after " + next);
            }
            retries.put(offset, millis);
            next = offset + 1;
        }
        return retries;
    }

    static long size(SortedMap<Long, Long> retries) {
        long size = ByteWriter.varintSize(retries.size());
        long next = 0;
        for (Map.Entry<Long, Long> each : retries.entrySet()) {
            size += ByteWriter.varintSize(each.getKey() - next) + ByteWriter.varintSize(each.getValue());
            next = each.getKey() + 1;
        }
        return size;
    }
}
