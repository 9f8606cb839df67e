package warren.routing.message;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Random;

/** Seeded field values of every type, nested a little. */
public final class RandomFields {
    private RandomFields() {}

    public static FieldTable table(Random random, int depth) {
        var fields = new LinkedHashMap<String, FieldValue>();
        for (int i = random.nextInt(6); i > 0; i--) {
            fields.put(text(random), value(random, depth));
        }
        return new FieldTable(fields);
    }

    static FieldValue value(Random random, int depth) {
        switch (random.nextInt(depth > 0 ? 11 : 9)) {
            case 0:
                return new FieldValue.Bool(random.nextBoolean());
            case 1:
                return number(random);
            case 2:
                return new FieldValue.Float32(random.nextFloat());
            case 3:
                return new FieldValue.Float64(random.nextGaussian());
            case 4:
                return new FieldValue.Decimal(random.nextInt(256), random.nextInt() & 0xffff_ffffL);
            case 5:
                return new FieldValue.Timestamp(random.nextLong());
            case 6:
                return new FieldValue.Binary(bytes(random));
            case 7:
                return new FieldValue.NoValue();
            case 8:
                return LongString.wrap(bytes(random));
            case 9:
                return table(random, depth - 1);
            default:
                var values = new ArrayList<FieldValue>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    values.add(value(random, depth - 1));
                }
                return new FieldValue.Array(values);
        }
    }

    private static FieldValue number(Random random) {
        IntType type = IntType.values()[random.nextInt(IntType.values().length)];
        long bits = random.nextLong();
        long value = switch (type) {
            case INT8 -> (byte) bits;
            case UINT8 -> bits & 0xff;
            case INT16 -> (short) bits;
            case UINT16 -> bits & 0xffff;
            case INT32 -> (int) bits;
            case UINT32 -> bits & 0xffff_ffffL;
            case INT64, INT64_UPPER -> bits;
        };
        return new FieldValue.Int(type, value);
    }

    static byte[] bytes(Random random) {
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Short text, now and then of bytes that are no UTF-8. */
    static String text(Random random) {
        return random.nextInt(4) == 0
                ? ShortText.decode(bytes(random))
                : Integer.toString(random.nextInt(1_000_000), 36) + (random.nextInt(8) == 0 ? "é€😀" : "");
    }
}
