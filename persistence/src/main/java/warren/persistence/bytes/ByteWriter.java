package warren.persistence.bytes;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes numbers, texts and bytes one after the other into an array that grows as needed. */
public final class ByteWriter {
    private byte[] bytes;
    private int length;

    /** Room for so many bytes at first; when it is exactly what is written, nothing is copied. */
    public ByteWriter(int capacity) {
        bytes = new byte[capacity];
    }

    /** One byte, the lowest of the number. */
    public ByteWriter octet(int value) {
        reserve(1);
        bytes[length++] = (byte) value;
        return this;
    }

    /** A number from 0 up, seven bits to a byte, the lowest first. A negative one takes ten bytes. */
    public ByteWriter varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            octet(((int) rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        return octet((int) rest);
    }

    /** Four bytes, the highest first. */
    public ByteWriter int32(int value) {
        reserve(Integer.BYTES);
        ByteBuffer.wrap(bytes).putInt(length, value);
        length += Integer.BYTES;
        return this;
    }

    /** Eight bytes, the highest first. */
    public ByteWriter int64(long value) {
        reserve(Long.BYTES);
        ByteBuffer.wrap(bytes).putLong(length, value);
        length += Long.BYTES;
        return this;
    }

    /** The bytes without their length. */
    public ByteWriter raw(byte[] value) {
        reserve(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
        return this;
    }

    /** The bytes with their length in front. */
    public ByteWriter block(byte[] value) {
        return varint(value.length).raw(value);
    }

    /** The text in UTF-8 with its length in front. */
    public ByteWriter text(String value) {
        return block(value.getBytes(StandardCharsets.UTF_8));
    }

    /** Bytes so far. */
    public int length() {
        return length;
    }

    /** What was written; not a copy when the capacity was right. */
    public byte[] toBytes() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    /** Bytes that {@link #varint} takes for the number. */
    public static int varintSize(long value) {
        return value == 0 ? 1 : (Long.SIZE - Long.numberOfLeadingZeros(value) + 6) / 7;
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
        }
    }
}
