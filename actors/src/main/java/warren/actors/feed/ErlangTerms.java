package warren.actors.feed;

import java.util.List;
import java.util.stream.Collectors;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;
import warren.routing.message.LongString;

/** Values of tables as Erlang writes them: {@code {<<"x-max-length">>,signedint,5}}. */
final class ErlangTerms {
    private ErlangTerms() {}

    static List<String> of(FieldTable table) {
        return table.fields().entrySet().stream()
                .map(field -> "{" + binary(field.getKey()) + "," + typed(field.getValue()) + "}")
                .toList();
    }

    private static String typed(FieldValue value) {
        return value.typeName() + "," + term(value);
    }

    private static String term(FieldValue value) {
        if (value instanceof LongString text) {
            return binary(text.text());
        }
        if (value instanceof FieldTable table) {
            return "[" + String.join(",", of(table)) + "]";
        }
        if (value instanceof FieldValue.Array array) {
            return array.values().stream()
                    .map(each -> "{" + typed(each) + "}")
                    .collect(Collectors.joining(",", "[", "]"));
        }
        if (value instanceof FieldValue.Int number) {
            return Long.toString(number.value());
        }
        if (value instanceof FieldValue.Bool bool) {
            return Boolean.toString(bool.value());
        }
        return rare(value);
    }

    private static String rare(FieldValue value) {
        if (value instanceof FieldValue.Float32 number) {
            return Float.toString(number.value());
        }
        if (value instanceof FieldValue.Float64 number) {
            return Double.toString(number.value());
        }
        if (value instanceof FieldValue.Timestamp time) {
            return Long.toString(time.value());
        }
        if (value instanceof FieldValue.Decimal decimal) {
            return "{" + decimal.scale() + "," + decimal.unscaled() + "}";
        }
        if (value instanceof FieldValue.Binary binary) {
            return bytes(binary.bytes());
        }
        return "undefined";
    }

    static String binary(String text) {
        return text.isEmpty() ? "<<>>" : "<<\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\">>";
    }

    private static String bytes(byte[] bytes) {
        var text = new StringBuilder("<<");
        for (int i = 0; i < bytes.length; i++) {
            text.append(i == 0 ? "" : ",").append(bytes[i] & 0xff);
        }
        return text.append(">>").toString();
    }
}
