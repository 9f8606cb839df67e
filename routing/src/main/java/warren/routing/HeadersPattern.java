package warren.routing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;
import warren.routing.message.LongString;

/**
 * The arguments of a binding to a headers exchange, as a test for headers. {@code x-match} says whether all of the others must fit (all,
 * the default) or one (any); these two ignore arguments whose names start with x-, all-with-x and any-with-x do not.
 *
 * <p>Values are compared as a live RabbitMQ 3.10.8 does: numbers and timestamps by value, whatever their types; bytes by content, string
 * type or binary; an argument without a value (type V) fits any value of that header. Anything else must be equal.
 */
final class HeadersPattern {
    private static final String X_MATCH = "x-match";
    private static final Set<String> KINDS = Set.of("all", "any", "all-with-x", "any-with-x");

    private final boolean any;
    private final List<Map.Entry<String, FieldValue>> wanted;

    private HeadersPattern(boolean any, List<Map.Entry<String, FieldValue>> wanted) {
        this.any = any;
        this.wanted = wanted;
    }

    /** Reads the arguments of a binding; an x-match that {@link #refusal} names counts as all. */
    static HeadersPattern of(FieldTable arguments) {
        String kind = arguments.text(X_MATCH).filter(KINDS::contains).orElse("all");
        boolean withX = kind.endsWith("-with-x");
        var wanted = new ArrayList<Map.Entry<String, FieldValue>>();
        arguments.fields().forEach((name, value) -> {
            if (!name.equals(X_MATCH) && (withX || !name.startsWith("x-"))) {
                wanted.add(Map.entry(name, value));
            }
        });
        return new HeadersPattern(kind.startsWith("any"), List.copyOf(wanted));
    }

    /** Why RabbitMQ refuses such arguments (406 PRECONDITION_FAILED), in its words; empty when it takes them. */
    static Optional<String> refusal(FieldTable arguments) {
        Optional<FieldValue> kind = arguments.get(X_MATCH);
        if (kind.isEmpty() || arguments.text(X_MATCH).filter(KINDS::contains).isPresent()) {
            return Optional.empty();
        }
        FieldValue value = kind.get();
        String term = ErlangTerm.of(value);
        return Optional.of(
                value instanceof LongString
                        ? "Invalid x-match field value " + term + "; expected all, any, all-with-x, or any-with-x"
                        : "Invalid x-match field type " + value.typeName() + " (value " + term + "); expected longstr");
    }

    boolean matches(FieldTable headers) {
        for (var argument : wanted) {
            FieldValue found = headers.fields().get(argument.getKey());
            if (fits(argument.getValue(), found) == any) {
                return any;
            }
        }
        return !any;
    }

    private static boolean fits(FieldValue wanted, @Nullable FieldValue found) {
        if (found == null) {
            return false;
        }
        if (wanted instanceof FieldValue.NoValue || wanted.equals(found)) {
            return true;
        }
        Number number = number(wanted);
        Number other = number(found);
        if (number != null && other != null) {
            return sameNumber(number, other);
        }
        byte[] bytes = bytes(wanted);
        return bytes != null && Arrays.equals(bytes, bytes(found));
    }

    private static boolean sameNumber(Number one, Number other) {
        if (one instanceof Long whole) {
            return other instanceof Long also ? whole.equals(also) : equalsExactly(whole, other.doubleValue());
        }
        return other instanceof Long whole
                ? equalsExactly(whole, one.doubleValue())
                : one.doubleValue() == other.doubleValue();
    }

    /** Exact: no long is rounded to a double that happens to be near, nor the other way round. */
    private static boolean equalsExactly(long whole, double number) {
        return (double) whole == number && (long) number == whole && number < 0x1p63;
    }

    private static @Nullable Number number(FieldValue value) {
        if (value instanceof FieldValue.Int whole) {
            return whole.value();
        }
        if (value instanceof FieldValue.Timestamp timestamp) {
            return timestamp.value();
        }
        if (value instanceof FieldValue.Float32 single) {
            return (double) single.value();
        }
        return value instanceof FieldValue.Float64 twice ? twice.value() : null;
    }

    private static byte @Nullable [] bytes(FieldValue value) {
        if (value instanceof LongString text) {
            return text.bytes();
        }
        return value instanceof FieldValue.Binary binary ? binary.bytes() : null;
    }
}
