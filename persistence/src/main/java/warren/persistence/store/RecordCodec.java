package warren.persistence.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * A record's bytes: length of what follows the checksum, checksum (CRC32C) of that, flags, sequence number, persistence id with two
 * length bytes, payload. A batch of several is complete with its first record whose flag does not say that more follows.
 */
final class RecordCodec {
    static final int HEAD_BYTES = 8;
    private static final int FIXED_BYTES = 1 + Long.BYTES + Short.BYTES;
    private static final byte MORE_FOLLOWS = 1;

    private RecordCodec() {}

    /** A record that was read. */
    record Decoded(LogRecord record, boolean moreFollows) {}

    static int size(LogRecord record) {
        return HEAD_BYTES + FIXED_BYTES + id(record).length + record.payload().length;
    }

    /** Everything before the payload. */
    static ByteBuffer head(LogRecord record, boolean moreFollows) {
        byte[] id = id(record);
        ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES + FIXED_BYTES + id.length);
        head.putInt(FIXED_BYTES + id.length + record.payload().length).putInt(0);
        head.put(moreFollows ? MORE_FOLLOWS : 0).putLong(record.sequenceNr());
        head.putShort((short) id.length).put(id);
        CRC32C crc = new CRC32C();
        crc.update(head.array(), HEAD_BYTES, head.capacity() - HEAD_BYTES);
        crc.update(record.payload());
        head.putInt(4, (int) crc.getValue());
        return head.flip();
    }

    /** Reads a whole record; empty when it is not one. */
    static Optional<Decoded> decode(byte[] bytes, int at, int length) {
        if (length < HEAD_BYTES + FIXED_BYTES) {
            return Optional.empty();
        }
        ByteBuffer in = ByteBuffer.wrap(bytes, at, length);
        int size = in.getInt();
        int expected = in.getInt();
        if (size != length - HEAD_BYTES) {
            return Optional.empty();
        }
        CRC32C crc = new CRC32C();
        crc.update(bytes, at + HEAD_BYTES, size);
        if ((int) crc.getValue() != expected) {
            return Optional.empty();
        }
        boolean moreFollows = in.get() == MORE_FOLLOWS;
        long sequenceNr = in.getLong();
        int idLength = in.getShort() & 0xffff;
        if (idLength > in.remaining()) {
            return Optional.empty();
        }
        byte[] id = new byte[idLength];
        in.get(id);
        byte[] payload = new byte[in.remaining()];
        in.get(payload);
        return Optional.of(
                new Decoded(new LogRecord(new String(id, StandardCharsets.UTF_8), sequenceNr, payload), moreFollows));
    }

    private static byte[] id(LogRecord record) {
        return record.persistenceId().getBytes(StandardCharsets.UTF_8);
    }
}
