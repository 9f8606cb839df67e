package warren.routing.message;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** An immutable field table (AMQP 0-9-1, 4.2.5.5) in the order in which it was sent. Of two fields with one name the last counts. */
public record FieldTable(Map<String, FieldValue> fields) implements FieldValue {
    /** No fields. */
    public static final FieldTable EMPTY = new FieldTable(Map.of());

    /** Copies the map, keeping its order. */
    public FieldTable {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }

    /** A table of one field. */
    public static FieldTable of(String name, FieldValue value) {
        return new FieldTable(Map.of(name, value));
    }

    /** The field, if the table has it. */
    public Optional<FieldValue> get(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    /** The text of a field that is a long string; empty when it is missing or of another type. */
    public Optional<String> text(String name) {
        return fields.get(name) instanceof LongString value ? Optional.of(value.text()) : Optional.empty();
    }

    /** The value of a whole-number field; empty when it is missing or of another type. */
    public OptionalLong number(String name) {
        return fields.get(name) instanceof Int value ? OptionalLong.of(value.value()) : OptionalLong.empty();
    }

    /** True when the field is the boolean true. */
    public boolean isTrue(String name) {
        return fields.get(name) instanceof Bool value && value.value();
    }

    /** A copy with one field added or replaced (a new one goes to the end). */
    public FieldTable with(String name, FieldValue value) {
        var copy = new LinkedHashMap<>(fields);
        copy.put(name, value);
        return new FieldTable(copy);
    }

    /** A copy without one field. */
    public FieldTable without(String name) {
        var copy = new LinkedHashMap<>(fields);
        copy.remove(name);
        return new FieldTable(copy);
    }

    /** True when there is no field. */
    public boolean isEmpty() {
        return fields.isEmpty();
    }
}
