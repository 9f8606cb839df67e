package warren.persistence.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The keys of the index, see {@link Index}. */
final class IndexKeys {
    static final byte[] CHECKPOINT = {'c'};
    static final byte[] APPLIED = {'a'};
    static final char NUMBERS = 'h';
    static final char SNAPSHOT = 's';
    static final char REMOVAL = 't';
    private static final char EVENT = 'e';
    private static final char LIVE = 'l';

    private IndexKeys() {}

    static byte[] eventPrefix(String id) {
        byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(bytes.length + 2)
                .put((byte) EVENT)
                .put(bytes)
                .put((byte) 0)
                .array();
    }

    static byte[] event(String id, long sequenceNr) {
        byte[] prefix = eventPrefix(id);
        return ByteBuffer.allocate(prefix.length + Long.BYTES)
                .put(prefix)
                .putLong(sequenceNr)
                .array();
    }

    static byte[] ofOwner(char kind, String id) {
        byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(bytes.length + 1).put((byte) kind).put(bytes).array();
    }

    static String owner(byte[] key) {
        return new String(key, 1, key.length - 1, StandardCharsets.UTF_8);
    }

    static byte[] liveBytes(int segment) {
        return ByteBuffer.allocate(5).put((byte) LIVE).putInt(segment).array();
    }

    static byte[] removal(int segment, long offset) {
        return ByteBuffer.allocate(13)
                .put((byte) REMOVAL)
                .putInt(segment)
                .putLong(offset)
                .array();
    }

    static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }
}
