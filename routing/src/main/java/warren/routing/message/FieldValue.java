package warren.routing.message;

import java.util.Arrays;
import java.util.List;

/**
 * A value of a field table, as RabbitMQ writes it (its errata to AMQP 0-9-1, 4.2.5.5). The wire type is part of the value: what a
 * client sent comes back with the same type.
 */
public sealed interface FieldValue
        permits LongString,
                FieldTable,
                FieldValue.Bool,
                FieldValue.Int,
                FieldValue.Float32,
                FieldValue.Float64,
                FieldValue.Decimal,
                FieldValue.Timestamp,
                FieldValue.Array,
                FieldValue.Binary,
                FieldValue.NoValue {

    /** Type t. */
    record Bool(boolean value) implements FieldValue {}

    /** A whole number; the type tells its width. An unsigned 64-bit value is held as the same bits. */
    record Int(IntType type, long value) implements FieldValue {}

    /** Type f. */
    record Float32(float value) implements FieldValue {}

    /** Type d. */
    record Float64(double value) implements FieldValue {}

    /** Type D: unscaled / 10^scale; scale 0 to 255. */
    record Decimal(int scale, long unscaled) implements FieldValue {}

    /** Type T: seconds since 1970 by convention, opaque to the broker. */
    record Timestamp(long value) implements FieldValue {}

    /** Type A. */
    record Array(List<FieldValue> values) implements FieldValue {
        /** Copies the list. */
        public Array {
            values = List.copyOf(values);
        }
    }

    /** Type x: bytes, compared by content. */
    record Binary(byte[] bytes) implements FieldValue {
        @Override
        public boolean equals(Object other) {
            return other instanceof Binary that && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }

    /** Type V: present, without a value. */
    record NoValue() implements FieldValue {}

    /** Text as the table's string type. */
    static FieldValue of(String text) {
        return LongString.of(text);
    }

    /** A number as a signed 32-bit value, the type most clients use. */
    static FieldValue of(int number) {
        return new Int(IntType.INT32, number);
    }

    /** A number as a signed 64-bit value. */
    static FieldValue of(long number) {
        return new Int(IntType.INT64, number);
    }

    /** A boolean. */
    static FieldValue of(boolean value) {
        return new Bool(value);
    }

    /** RabbitMQ's name of the wire type, as its error texts spell it. */
    default String typeName() {
        if (this instanceof Int number) {
            return number.type().typeName();
        }
        if (this instanceof LongString) {
            return "longstr";
        }
        if (this instanceof FieldTable) {
            return "table";
        }
        if (this instanceof Bool) {
            return "bool";
        }
        if (this instanceof Array) {
            return "array";
        }
        if (this instanceof NoValue) {
            return "void";
        }
        return typeNameOfRareOnes();
    }

    private String typeNameOfRareOnes() {
        if (this instanceof Float32) {
            return "float";
        }
        if (this instanceof Float64) {
            return "double";
        }
        if (this instanceof Decimal) {
            return "decimal";
        }
        return this instanceof Timestamp ? "timestamp" : "binary";
    }
}
