package warren.management.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** JSON values as RabbitMQ's error texts show them: in Erlang's syntax. */
public final class ErlangText {
    private ErlangText() {}

    public static String of(JsonNode value) {
        if (value.isTextual()) {
            return binary(value.textValue());
        }
        if (value.isArray()) {
            return StreamSupport.stream(value.spliterator(), false)
                    .map(ErlangText::of)
                    .collect(Collectors.joining(",", "[", "]"));
        }
        if (value.isObject()) {
            return value.properties().stream()
                    .map(field -> binary(field.getKey()) + " => " + of(field.getValue()))
                    .collect(Collectors.joining(",", "#{", "}"));
        }
        return value.isFloatingPointNumber()
                ? Double.toString(value.doubleValue()).replace('E', 'e')
                : value.asText();
    }

    public static String binary(String text) {
        String escaped = text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        return text.isEmpty() ? "<<>>" : "<<\"" + escaped + "\">>";
    }
}
