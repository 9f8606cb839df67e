package warren.actors.extension;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;
import warren.routing.message.IntType;
import warren.routing.message.LongString;

/** Field values as the Java values that extensions see, and back. */
final class FieldValues {
    /** A decimal's digits are a signed 32-bit number on the wire, its scale an octet. */
    private static final int DECIMAL_BITS = 31;

    private static final int SCALE_MAX = 255;

    private FieldValues() {}

    static Map<String, Object> toJava(FieldTable table) {
        if (table.isEmpty()) {
            return Map.of();
        }
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        table.fields().forEach((name, value) -> map.put(name, toJava(value)));
        return unmodifiable(map);
    }

    @SuppressWarnings("NullAway") // a header without a value is a null, as with the Java client
    private static Map<String, Object> unmodifiable(Map<String, @Nullable Object> map) {
        return Collections.unmodifiableMap(map);
    }

    static @Nullable Object toJava(FieldValue value) {
        if (value instanceof LongString text) {
            return text.text();
        }
        if (value instanceof FieldValue.Int number) {
            return integer(number);
        }
        if (value instanceof FieldValue.Bool bool) {
            return bool.value();
        }
        if (value instanceof FieldTable table) {
            return toJava(table);
        }
        if (value instanceof FieldValue.Array array) {
            List<@Nullable Object> values = new ArrayList<>();
            array.values().forEach(each -> values.add(toJava(each)));
            return Collections.unmodifiableList(values);
        }
        return rare(value);
    }

    private static Object integer(FieldValue.Int number) {
        return switch (number.type()) {
            case INT8 -> (byte) number.value();
            case UINT8, INT16 -> (short) number.value();
            case UINT16, INT32 -> (int) number.value();
            case UINT32, INT64, INT64_UPPER -> number.value();
        };
    }

    private static @Nullable Object rare(FieldValue value) {
        if (value instanceof FieldValue.Float64 number) {
            return number.value();
        }
        if (value instanceof FieldValue.Float32 number) {
            return number.value();
        }
        if (value instanceof FieldValue.Timestamp time) {
            long seconds = Math.max(Instant.MIN.getEpochSecond(), Math.min(time.value(), Instant.MAX.getEpochSecond()));
            return Instant.ofEpochSecond(seconds);
        }
        if (value instanceof FieldValue.Decimal decimal) {
            return new BigDecimal(BigInteger.valueOf(decimal.unscaled()), decimal.scale());
        }
        return value instanceof FieldValue.Binary binary ? binary.bytes().clone() : null;
    }

    /** IllegalArgumentException for a value that has no form on the wire. */
    static FieldTable toTable(Map<?, ?> map) {
        var fields = new LinkedHashMap<String, FieldValue>();
        map.forEach((name, value) -> {
            if (!(name instanceof String text)) {
                throw new IllegalArgumentException("a header's name is " + name);
            }
            fields.put(text, toField(value));
        });
        return new FieldTable(fields);
    }

    static FieldValue toField(@Nullable Object value) {
        if (value == null) {
            return new FieldValue.NoValue();
        }
        if (value instanceof String text) {
            return LongString.of(text);
        }
        if (value instanceof Boolean bool) {
            return FieldValue.of((boolean) bool);
        }
        if (value instanceof Number number) {
            return number(number);
        }
        if (value instanceof Instant time) {
            return new FieldValue.Timestamp(time.getEpochSecond());
        }
        if (value instanceof byte[] bytes) {
            return new FieldValue.Binary(bytes.clone());
        }
        if (value instanceof List<?> list) {
            List<FieldValue> values = new ArrayList<>();
            list.forEach(each -> values.add(toField(each)));
            return new FieldValue.Array(values);
        }
        if (value instanceof Map<?, ?> map) {
            return toTable(map);
        }
        throw new IllegalArgumentException("a " + value.getClass().getName() + " cannot be the value of a header");
    }

    private static FieldValue number(Number number) {
        if (number instanceof Integer value) {
            return FieldValue.of((int) value);
        }
        if (number instanceof Long value) {
            return FieldValue.of((long) value);
        }
        if (number instanceof Double value) {
            return new FieldValue.Float64(value);
        }
        if (number instanceof Float value) {
            return new FieldValue.Float32(value);
        }
        if (number instanceof Short value) {
            return new FieldValue.Int(IntType.INT16, value);
        }
        if (number instanceof Byte value) {
            return new FieldValue.Int(IntType.INT8, value);
        }
        if (number instanceof BigDecimal value
                && value.scale() >= 0
                && value.scale() <= SCALE_MAX
                && value.unscaledValue().bitLength() <= DECIMAL_BITS) {
            return new FieldValue.Decimal(value.scale(), value.unscaledValue().longValueExact());
        }
        throw new IllegalArgumentException("the number " + number + " cannot be the value of a header");
    }
}
