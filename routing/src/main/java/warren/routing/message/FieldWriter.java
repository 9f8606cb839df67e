package warren.routing.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes strings and field tables, the mirror of {@link FieldReader}. The buffer must be large enough: see the size methods. */
public final class FieldWriter {
    private FieldWriter() {}

    /** A short string; its UTF-8 must fit 255 bytes. */
    public static void shortString(ByteBuffer out, String text) {
        byte[] bytes = ShortText.encode(text);
        if (bytes.length > 255) {
            throw new IllegalArgumentException("short string of " + bytes.length + " bytes");
        }
        out.put((byte) bytes.length).put(bytes);
    }

    /** A long string. */
    public static void longString(ByteBuffer out, byte[] bytes) {
        out.putInt(bytes.length).put(bytes);
    }

    /** A field table with its length in front. */
    public static void table(ByteBuffer out, FieldTable table) {
        int start = out.position();
        out.putInt(0);
        table.fields().forEach((name, value) -> {
            shortString(out, name);
            value(out, value);
        });
        out.putInt(start, out.position() - start - Integer.BYTES);
    }

    /** Bytes that {@link #table} will write. */
    public static int tableSize(FieldTable table) {
        int size = Integer.BYTES;
        for (var field : table.fields().entrySet()) {
            size += shortStringSize(field.getKey()) + valueSize(field.getValue());
        }
        return size;
    }

    /** Bytes that {@link #shortString} will write. */
    public static int shortStringSize(String text) {
        return 1 + text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static void value(ByteBuffer out, FieldValue value) {
        if (value instanceof LongString text) {
            out.put((byte) 'S');
            longString(out, text.bytes());
        } else if (value instanceof FieldValue.Int number) {
            out.put((byte) number.type().letter());
            number(out, number);
        } else if (value instanceof FieldTable table) {
            out.put((byte) 'F');
            table(out, table);
        } else if (value instanceof FieldValue.Array array) {
            out.put((byte) 'A');
            int start = out.position();
            out.putInt(0);
            array.values().forEach(element -> value(out, element));
            out.putInt(start, out.position() - start - Integer.BYTES);
        } else if (value instanceof FieldValue.Binary binary) {
            out.put((byte) 'x');
            longString(out, binary.bytes());
        } else {
            fixedWidth(out, value);
        }
    }

    private static void fixedWidth(ByteBuffer out, FieldValue value) {
        if (value instanceof FieldValue.Bool bool) {
            out.put((byte) 't').put((byte) (bool.value() ? 1 : 0));
        } else if (value instanceof FieldValue.Float32 number) {
            out.put((byte) 'f').putFloat(number.value());
        } else if (value instanceof FieldValue.Float64 number) {
            out.put((byte) 'd').putDouble(number.value());
        } else if (value instanceof FieldValue.Decimal decimal) {
            out.put((byte) 'D').put((byte) decimal.scale()).putInt((int) decimal.unscaled());
        } else if (value instanceof FieldValue.Timestamp timestamp) {
            out.put((byte) 'T').putLong(timestamp.value());
        } else {
            out.put((byte) 'V');
        }
    }

    private static void number(ByteBuffer out, FieldValue.Int number) {
        switch (number.type().width()) {
            case 1 -> out.put((byte) number.value());
            case 2 -> out.putShort((short) number.value());
            case 4 -> out.putInt((int) number.value());
            default -> out.putLong(number.value());
        }
    }

    private static int valueSize(FieldValue value) {
        if (value instanceof LongString text) {
            return 1 + Integer.BYTES + text.bytes().length;
        }
        if (value instanceof FieldValue.Binary binary) {
            return 1 + Integer.BYTES + binary.bytes().length;
        }
        if (value instanceof FieldTable table) {
            return 1 + tableSize(table);
        }
        if (value instanceof FieldValue.Array array) {
            int size = 1 + Integer.BYTES;
            for (FieldValue element : array.values()) {
                size += valueSize(element);
            }
            return size;
        }
        return 1 + fixedSize(value);
    }

    private static int fixedSize(FieldValue value) {
        if (value instanceof FieldValue.Int number) {
            return number.type().width();
        }
        if (value instanceof FieldValue.Bool) {
            return 1;
        }
        if (value instanceof FieldValue.Float32) {
            return Float.BYTES;
        }
        if (value instanceof FieldValue.Decimal) {
            return 1 + Integer.BYTES;
        }
        return value instanceof FieldValue.NoValue ? 0 : Long.BYTES;
    }
}
