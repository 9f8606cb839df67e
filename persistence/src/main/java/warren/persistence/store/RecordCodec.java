package warren.persistence.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A record's bytes: length of what follows the two checksums (CRC32C), checksum of the head, checksum of the payload, kind, number,
 * owner's id with two length bytes, payload. The head has a checksum of its own so that the owner of a damaged payload is known; it
 * covers the place of the record too, so that bytes are a record only where they were written as one: a record that a publisher put
 * into the body of a message, or that an older write left behind, is none.
 */
final class RecordCodec {
    /** Before the part that the length counts. */
    static final int FRAME_BYTES = 12;
    /** Kind, number and the id's length. */
    static final int FIXED_BYTES = 1 + Long.BYTES + Short.BYTES;

    static final int HEAD_BYTES_MIN = FRAME_BYTES + FIXED_BYTES;
    static final int ID_BYTES_MAX = 0xffff;

    private RecordCodec() {}

    /** A head that was read: all of the entry but its payload. */
    record Head(Entry.Kind kind, String id, long number, int headBytes, int length, int payloadCrc) {
        int payloadBytes() {
            return length - headBytes;
        }
    }

    static int size(Entry entry) {
        return HEAD_BYTES_MIN + id(entry).length + entry.payload().length;
    }

    /** Everything before the payload, of a record that stands there. */
    static ByteBuffer head(Entry entry, int segment, long offset) {
        byte[] id = id(entry);
        ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES_MIN + id.length);
        head.putInt(FIXED_BYTES + id.length + entry.payload().length).putInt(0);
        head.putInt(crc(entry.payload(), 0, entry.payload().length));
        head.put(entry.kind().code).putLong(entry.number());
        head.putShort((short) id.length).put(id);
        head.putInt(Integer.BYTES, headCrc(head.array(), 0, head.capacity(), segment, offset));
        return head.flip();
    }

    /** Bytes of the head that begins here, as far as its fixed part tells; 0 when there cannot be one. */
    static int headBytes(byte[] bytes, int at, long bytesLeft) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int size = in.getInt(at);
        int kind = bytes[at + FRAME_BYTES];
        int idBytes = in.getShort(at + HEAD_BYTES_MIN - Short.BYTES) & 0xffff;
        boolean fits = size >= FIXED_BYTES + idBytes && size <= bytesLeft - FRAME_BYTES;
        return fits && Entry.Kind.isCode(kind) ? HEAD_BYTES_MIN + idBytes : 0;
    }

    /** Reads a head of that many bytes; null when it is not one. */
    static @Nullable Head readHead(byte[] bytes, int at, int headBytes, int segment, long offset) {
        ByteBuffer in = ByteBuffer.wrap(bytes, at, headBytes);
        int size = in.getInt();
        int expected = in.getInt();
        if (headCrc(bytes, at, headBytes, segment, offset) != expected) {
            return null;
        }
        int payloadCrc = in.getInt();
        Entry.Kind kind = Entry.Kind.of(in.get());
        long number = in.getLong();
        int idBytes = in.getShort() & 0xffff;
        String id = new String(bytes, at + HEAD_BYTES_MIN, idBytes, StandardCharsets.UTF_8);
        return new Head(kind, id, number, headBytes, FRAME_BYTES + size, payloadCrc);
    }

    /** Reads a whole record; null when it is not one, or damaged. */
    static @Nullable Entry read(byte[] bytes, Position position) {
        if (bytes.length < HEAD_BYTES_MIN || bytes.length != position.length()) {
            return null;
        }
        int headBytes = headBytes(bytes, 0, bytes.length);
        Head head = headBytes == 0 ? null : readHead(bytes, 0, headBytes, position.segment(), position.offset());
        if (head == null || head.length() != bytes.length || !isIntact(head, bytes, 0)) {
            return null;
        }
        byte[] payload = java.util.Arrays.copyOfRange(bytes, headBytes, bytes.length);
        return new Entry(head.kind(), head.id(), head.number(), payload);
    }

    /** True when the payload behind a head is what was written. */
    static boolean isIntact(Head head, byte[] bytes, int at) {
        return crc(bytes, at + head.headBytes(), head.payloadBytes()) == head.payloadCrc();
    }

    private static int headCrc(byte[] bytes, int at, int headBytes, int segment, long offset) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, at, Integer.BYTES);
        crc.update(bytes, at + 2 * Integer.BYTES, headBytes - 2 * Integer.BYTES);
        ByteBuffer place = ByteBuffer.allocate(Integer.BYTES + Long.BYTES);
        crc.update(place.putInt(segment).putLong(offset).flip());
        return (int) crc.getValue();
    }

    private static int crc(byte[] bytes, int at, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, at, length);
        return (int) crc.getValue();
    }

    private static byte[] id(Entry entry) {
        return entry.id().getBytes(StandardCharsets.UTF_8);
    }
}
