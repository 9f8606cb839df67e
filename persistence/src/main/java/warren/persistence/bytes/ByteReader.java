package warren.persistence.bytes;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads what a {@link ByteWriter} wrote. Whatever the bytes are, it ends with a value or a {@link MalformedBytesException}. */
public final class ByteReader {
    private final ByteBuffer in;

    /** Reads from the buffer's position to its limit. */
    public ByteReader(ByteBuffer in) {
        this.in = in;
    }

    /** Reads the whole array. */
    public ByteReader(byte[] bytes) {
        this(ByteBuffer.wrap(bytes));
    }

    public int octet() throws MalformedBytesException {
        require(1);
        return in.get() & 0xff;
    }

    public long varint() throws MalformedBytesException {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int next = octet();
            value |= (next & 0x7fL) << shift;
            if ((next & 0x80) == 0) {
                return value;
            }
        }
        throw new MalformedBytesException("a number of more than ten bytes");
    }

    /** A varint that counts things of at least one byte each, so that it cannot exceed what is left. */
    public int count() throws MalformedBytesException {
        long value = varint();
        if (value < 0 || value > in.remaining()) {
            throw new MalformedBytesException("count " + value + " with " + in.remaining() + " bytes left");
        }
        return (int) value;
    }

    public int int32() throws MalformedBytesException {
        require(Integer.BYTES);
        return in.getInt();
    }

    public long int64() throws MalformedBytesException {
        require(Long.BYTES);
        return in.getLong();
    }

    public byte[] raw(int length) throws MalformedBytesException {
        require(length);
        byte[] value = new byte[length];
        in.get(value);
        return value;
    }

    public byte[] block() throws MalformedBytesException {
        return raw(count());
    }

    public String text() throws MalformedBytesException {
        return new String(block(), StandardCharsets.UTF_8);
    }

    /** Everything that is left. */
    public byte[] rest() throws MalformedBytesException {
        return raw(in.remaining());
    }

    public int remaining() {
        return in.remaining();
    }

    private void require(int bytes) throws MalformedBytesException {
        if (bytes < 0 || in.remaining() < bytes) {
            throw new MalformedBytesException(bytes + " bytes expected, " + in.remaining() + " left");
        }
    }
}
