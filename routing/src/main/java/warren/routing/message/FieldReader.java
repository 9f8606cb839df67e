package warren.routing.message;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;

/** Reads strings and field tables from bytes; every length is checked before it is used. Nesting is limited to {@link #DEPTH_MAX}. */
public final class FieldReader {
    /** Tables and arrays within one another, at most: deeper ones are refused before they can exhaust the stack. */
    public static final int DEPTH_MAX = 64;

    private FieldReader() {}

    /** A short string: one length byte, then UTF-8; bytes that are none come back as they were (see {@link ShortText}). */
    public static String shortString(ByteBuffer in) throws MalformedFieldException {
        require(in, 1);
        int length = in.get() & 0xff;
        return ShortText.decode(bytes(in, length));
    }

    /** A long string: four length bytes, then anything. */
    public static byte[] longString(ByteBuffer in) throws MalformedFieldException {
        return bytes(in, length(in));
    }

    /** A field table with its four length bytes in front. */
    public static FieldTable table(ByteBuffer in) throws MalformedFieldException {
        return table(in, 0);
    }

    private static FieldTable table(ByteBuffer in, int depth) throws MalformedFieldException {
        int length = length(in);
        if (length == 0) {
            return FieldTable.EMPTY;
        }
        int end = enter(in, length, depth);
        var fields = new LinkedHashMap<String, FieldValue>();
        while (in.position() < end) {
            String name = shortString(in);
            fields.put(name, value(in, depth + 1));
        }
        leave(in, end);
        return new FieldTable(fields);
    }

    private static FieldValue.Array array(ByteBuffer in, int depth) throws MalformedFieldException {
        int end = enter(in, length(in), depth);
        var values = new ArrayList<FieldValue>();
        while (in.position() < end) {
            values.add(value(in, depth + 1));
        }
        leave(in, end);
        return new FieldValue.Array(values);
    }

    private static FieldValue value(ByteBuffer in, int depth) throws MalformedFieldException {
        require(in, 1);
        char type = (char) (in.get() & 0xff);
        switch (type) {
            case 'S':
                return LongString.wrap(longString(in));
            case 'F':
                return table(in, depth);
            case 'A':
                return array(in, depth);
            case 'x':
                return new FieldValue.Binary(longString(in));
            case 'V':
                return new FieldValue.NoValue();
            default:
                return fixedWidth(in, type);
        }
    }

    private static FieldValue fixedWidth(ByteBuffer in, char type) throws MalformedFieldException {
        switch (type) {
            case 't':
                require(in, 1);
                return new FieldValue.Bool(in.get() != 0);
            case 'f':
                require(in, Float.BYTES);
                return new FieldValue.Float32(in.getFloat());
            case 'd':
                require(in, Double.BYTES);
                return new FieldValue.Float64(in.getDouble());
            case 'D':
                require(in, 1 + Integer.BYTES);
                return new FieldValue.Decimal(in.get() & 0xff, in.getInt() & 0xffff_ffffL);
            case 'T':
                require(in, Long.BYTES);
                return new FieldValue.Timestamp(in.getLong());
            default:
                return number(in, type);
        }
    }

    private static FieldValue.Int number(ByteBuffer in, char letter) throws MalformedFieldException {
        for (IntType type : INT_TYPES) {
            if (type.letter() == letter) {
                require(in, type.width());
                return new FieldValue.Int(type, number(in, type));
            }
        }
        throw new MalformedFieldException("unknown field type " + (int) letter);
    }

    private static final IntType[] INT_TYPES = IntType.values();

    private static long number(ByteBuffer in, IntType type) {
        return switch (type) {
            case INT8 -> in.get();
            case UINT8 -> in.get() & 0xff;
            case INT16 -> in.getShort();
            case UINT16 -> in.getShort() & 0xffff;
            case INT32 -> in.getInt();
            case UINT32 -> in.getInt() & 0xffff_ffffL;
            case INT64, INT64_UPPER -> in.getLong();
        };
    }

    private static int enter(ByteBuffer in, int length, int depth) throws MalformedFieldException {
        require(in, length);
        if (depth >= DEPTH_MAX) {
            throw new MalformedFieldException("tables nested deeper than " + DEPTH_MAX);
        }
        return in.position() + length;
    }

    private static void leave(ByteBuffer in, int end) throws MalformedFieldException {
        if (in.position() != end) {
            throw new MalformedFieldException("a field reaches beyond its table");
        }
    }

    private static byte[] bytes(ByteBuffer in, int length) throws MalformedFieldException {
        require(in, length);
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static int length(ByteBuffer in) throws MalformedFieldException {
        require(in, Integer.BYTES);
        int length = in.getInt();
        if (length < 0) {
            throw new MalformedFieldException("length " + (length & 0xffff_ffffL) + " is beyond the frame");
        }
        return length;
    }

    private static void require(ByteBuffer in, int bytes) throws MalformedFieldException {
        if (in.remaining() < bytes) {
            throw new MalformedFieldException(bytes + " bytes expected, " + in.remaining() + " left");
        }
    }
}
