package warren.routing;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;
import warren.routing.message.LongString;

/** Field values as RabbitMQ prints them in its error texts: in Erlang's syntax. Lines are not broken, as Erlang breaks long ones. */
final class ErlangTerm {
    private ErlangTerm() {}

    static String of(FieldValue value) {
        if (value instanceof LongString text) {
            return binary(text.bytes());
        }
        if (value instanceof FieldValue.Binary bytes) {
            return binary(bytes.bytes());
        }
        if (value instanceof FieldTable table) {
            return table.fields().entrySet().stream()
                    .map(field -> "{" + binary(field.getKey().getBytes(StandardCharsets.UTF_8)) + ","
                            + typeAndValue(field.getValue()) + "}")
                    .collect(Collectors.joining(",", "[", "]"));
        }
        if (value instanceof FieldValue.Array array) {
            return array.values().stream()
                    .map(element -> "{" + typeAndValue(element) + "}")
                    .collect(Collectors.joining(",", "[", "]"));
        }
        return fixedWidth(value);
    }

    private static String typeAndValue(FieldValue value) {
        return value.typeName() + "," + of(value);
    }

    private static String fixedWidth(FieldValue value) {
        if (value instanceof FieldValue.Int number) {
            return Long.toString(number.value());
        }
        if (value instanceof FieldValue.Bool bool) {
            return Boolean.toString(bool.value());
        }
        if (value instanceof FieldValue.Float32 number) {
            return Double.toString(number.value()).replace('E', 'e');
        }
        if (value instanceof FieldValue.Float64 number) {
            return Double.toString(number.value()).replace('E', 'e');
        }
        if (value instanceof FieldValue.Decimal decimal) {
            return "{" + decimal.scale() + "," + decimal.unscaled() + "}";
        }
        return value instanceof FieldValue.Timestamp timestamp ? Long.toString(timestamp.value()) : "undefined";
    }

    /** Printable bytes of Latin-1 as text, anything else as numbers. UTF-8 passes through as it is when all its bytes are printable. */
    private static String binary(byte[] bytes) {
        var text = new StringBuilder();
        for (byte signed : bytes) {
            int code = signed & 0xff;
            if (code == '"' || code == '\\') {
                text.append('\\').append((char) code);
            } else if ((code >= ' ' && code < 127) || code >= 160) {
                text.append((char) code);
            } else if (ESCAPED.indexOf(code) >= 0) {
                text.append('\\').append(ESCAPES.charAt(ESCAPED.indexOf(code)));
            } else {
                return numbers(bytes);
            }
        }
        if (bytes.length == 0) {
            return "<<>>";
        }
        byte[] latin = text.toString().getBytes(StandardCharsets.ISO_8859_1);
        return "<<\"" + new String(latin, StandardCharsets.UTF_8) + "\">>";
    }

    private static final String ESCAPED = "\n\r\t\u000b\b\f\u001b";
    private static final String ESCAPES = "nrtvbfe";

    private static String numbers(byte[] bytes) {
        var text = new StringBuilder("<<");
        for (byte signed : bytes) {
            text.append(text.length() > 2 ? "," : "").append(signed & 0xff);
        }
        return text.append(">>").toString();
    }
}
