package warren.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The text of one table cell: JSON as the broker sends it, written as rabbitmqctl writes the Erlang term that would stand there.
 *
 * <p>An AMQP table arrives as a list of {@code [name, type, value]}, an address or version as a list of numbers.
 */
final class Cell {
    private static final int IPV4_PARTS = 4;
    private static final int IPV6_PARTS = 8;
    private static final int FIELD_PARTS = 3;
    private static final int FIRST_PRINTABLE = 32;
    private static final int DELETE = 127;

    private Cell() {}

    static String text(JsonNode value) {
        if (value.isNull() || value.isMissingNode()) {
            return "";
        }
        if (value.isObject()) {
            return pairs(value);
        }
        if (!value.isArray()) {
            return value.isFloatingPointNumber() ? number(value) : value.asText();
        }
        if (isTable(value)) {
            return table(value);
        }
        if (!value.isEmpty() && value.get(0).isNumber()) {
            return tuple(value);
        }
        List<String> elements = new ArrayList<>();
        value.forEach(element -> elements.add(text(element)));
        return "[" + String.join(", ", elements) + "]";
    }

    /** The states of nodes, by their names. */
    private static String pairs(JsonNode value) {
        List<String> shown = new ArrayList<>();
        value.properties().forEach(pair -> shown.add("{'" + pair.getKey() + "', " + text(pair.getValue()) + "}"));
        return "[" + String.join(", ", shown) + "]";
    }

    static boolean isTable(JsonNode value) {
        return !value.isEmpty() && value.get(0).isArray() && value.get(0).size() == FIELD_PARTS;
    }

    private static String number(JsonNode value) {
        return Double.toString(value.asDouble()).replace('E', 'e');
    }

    private static String tuple(JsonNode numbers) {
        List<String> parts = new ArrayList<>();
        numbers.forEach(
                part -> parts.add(numbers.size() == IPV6_PARTS ? Integer.toHexString(part.asInt()) : part.asText()));
        return switch (numbers.size()) {
            case IPV4_PARTS -> String.join(".", parts);
            case IPV6_PARTS -> String.join(":", parts).replaceFirst("(^|:)0(:0)+(:|$)", "::");
            default -> "{" + String.join(",", parts) + "}";
        };
    }

    private static String table(JsonNode fields) {
        List<String> shown = new ArrayList<>();
        for (JsonNode field : fields) {
            String name = string(field.get(0).asText());
            shown.add("{" + name + "," + typed(field.get(1).asText(), field.get(2)) + "}");
        }
        return "[" + String.join(",", shown) + "]";
    }

    private static String typed(String type, JsonNode value) {
        return switch (type) {
            case "longstr" -> string(value.asText());
            case "table" -> value.isEmpty() ? "[]" : table(value);
            case "array" -> array(value);
            case "float", "double" -> number(value);
            case "decimal" -> tuple(value);
            case "binary" -> "<<" + string(value.asText()) + ">>";
            default -> value.asText();
        };
    }

    private static String array(JsonNode elements) {
        List<String> shown = new ArrayList<>();
        elements.forEach(element -> shown.add(typed(element.get(0).asText(), element.get(1))));
        return "[" + String.join(",", shown) + "]";
    }

    /** Erlang has no strings, only lists of characters: an empty one is a list, and one that cannot be printed is numbers. */
    private static String string(String text) {
        if (text.isEmpty()) {
            return "[]";
        }
        if (text.chars().anyMatch(Cell::isUnprintable)) {
            List<String> codes = new ArrayList<>();
            text.codePoints().forEach(code -> codes.add(Integer.toString(code)));
            return "[" + String.join(",", codes) + "]";
        }
        String escaped = text.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t");
        return "\"" + escaped + "\"";
    }

    private static boolean isUnprintable(int character) {
        boolean blank = character == '\n' || character == '\r' || character == '\t';
        return (character < FIRST_PRINTABLE && !blank) || character == DELETE;
    }
}
