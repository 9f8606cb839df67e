package warren.examples.json;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The conditions of one binding. An argument whose name is a JSON pointer (RFC 6901), such as {@code /order/total}, is a condition on that
 * field: equal to a text, number or boolean; or, for a text such as {@code >= 100}, a number compared so. All must hold, or any of them
 * with {@code x-match: any}.
 */
final class JsonCondition {
    private static final String MATCH = "x-match";
    private static final Pattern COMPARISON = Pattern.compile("(<=|>=|<|>)\\s*(-?[0-9]+(?:\\.[0-9]+)?)");

    private final boolean all;
    private final List<Field> fields;

    private interface Test {
        boolean holds(JsonNode value);
    }

    private record Field(JsonPointer pointer, Test test) {}

    private JsonCondition(boolean all, List<Field> fields) {
        this.all = all;
        this.fields = List.copyOf(fields);
    }

    /** Why a binding cannot have these arguments, if it cannot. */
    static Optional<String> refusal(Map<String, Object> arguments) {
        Object match = arguments.getOrDefault(MATCH, "all");
        if (!match.equals("all") && !match.equals("any")) {
            return Optional.of("x-match is all or any, not " + match);
        }
        boolean any = false;
        for (Map.Entry<String, Object> argument : arguments.entrySet()) {
            if (argument.getKey().startsWith("/")) {
                any = true;
                Object wanted = argument.getValue();
                if (!(wanted instanceof String || wanted instanceof Number || wanted instanceof Boolean)) {
                    return Optional.of(argument.getKey() + " is to be a text, a number or a boolean");
                }
            }
        }
        return any
                ? Optional.empty()
                : Optional.of(
                        "a binding needs a condition: an argument such as /order/total with the value \">= 100\"");
    }

    /** With arguments that {@link #refusal} lets pass. */
    static JsonCondition of(Map<String, Object> arguments) {
        List<Field> fields = new ArrayList<>();
        arguments.forEach((name, wanted) -> {
            if (name.startsWith("/")) {
                fields.add(new Field(JsonPointer.compile(name), test(wanted)));
            }
        });
        return new JsonCondition(!"any".equals(arguments.get(MATCH)), fields);
    }

    private static Test test(Object wanted) {
        if (wanted instanceof Boolean bool) {
            return value -> value.isBoolean() && value.booleanValue() == bool;
        }
        if (wanted instanceof Number number) {
            var decimal = new BigDecimal(number.toString());
            return value -> value.isNumber() && value.decimalValue().compareTo(decimal) == 0;
        }
        Matcher comparison = COMPARISON.matcher(wanted.toString());
        if (comparison.matches()) {
            return comparison(comparison.group(1), new BigDecimal(comparison.group(2)));
        }
        return value -> value.isTextual() && value.textValue().equals(wanted);
    }

    private static Test comparison(String operator, BigDecimal limit) {
        return value -> {
            if (!value.isNumber()) {
                return false;
            }
            int order = value.decimalValue().compareTo(limit);
            return switch (operator) {
                case "<" -> order < 0;
                case "<=" -> order <= 0;
                case ">" -> order > 0;
                default -> order >= 0;
            };
        };
    }

    boolean matches(JsonNode body) {
        for (Field field : fields) {
            boolean holds = field.test.holds(body.at(field.pointer));
            if (holds != all) {
                return holds;
            }
        }
        return all;
    }
}
