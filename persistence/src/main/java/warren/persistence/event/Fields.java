package warren.persistence.event;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import warren.persistence.bytes.MalformedBytesException;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;
import warren.routing.message.LongString;

/** The named values of one fact. What is missing takes a plain default, so that a fact of an older version stays readable. */
final class Fields {
    private final Map<String, FieldValue> values = new LinkedHashMap<>();

    Fields() {}

    Fields(FieldTable table) {
        values.putAll(table.fields());
    }

    FieldTable table() {
        return new FieldTable(values);
    }

    Fields put(String name, String value) {
        values.put(name, valueOf(value));
        return this;
    }

    Fields put(String name, long value) {
        values.put(name, FieldValue.of(value));
        return this;
    }

    Fields put(String name, boolean value) {
        values.put(name, FieldValue.of(value));
        return this;
    }

    Fields put(String name, FieldTable value) {
        values.put(name, value);
        return this;
    }

    Fields put(String name, List<String> texts) {
        values.put(
                name, new FieldValue.Array(texts.stream().map(Fields::valueOf).toList()));
        return this;
    }

    String text(String name) throws MalformedBytesException {
        FieldValue value = values.get(name);
        return value == null ? "" : textOf(value);
    }

    long number(String name) {
        return values.get(name) instanceof FieldValue.Int number ? number.value() : 0;
    }

    boolean isTrue(String name) {
        return values.get(name) instanceof FieldValue.Bool bool && bool.value();
    }

    FieldTable table(String name) {
        return values.get(name) instanceof FieldTable table ? table : FieldTable.EMPTY;
    }

    List<String> texts(String name) throws MalformedBytesException {
        if (!(values.get(name) instanceof FieldValue.Array array)) {
            return List.of();
        }
        var texts = new String[array.values().size()];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = textOf(array.values().get(i));
        }
        return List.of(texts);
    }

    /** UTF-8; a name that came as other bytes holds lone surrogates, which UTF-8 would lose, and is kept as UTF-16. */
    private static FieldValue valueOf(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text)
                ? LongString.of(text)
                : new FieldValue.Binary(utf16(text));
    }

    private static String textOf(FieldValue value) throws MalformedBytesException {
        if (value instanceof LongString text) {
            return text.text();
        }
        if (value instanceof FieldValue.Binary binary) {
            var text = new StringBuilder();
            for (int i = 0; i + 1 < binary.bytes().length; i += 2) {
                text.append((char) ((binary.bytes()[i] & 0xff) << 8 | (binary.bytes()[i + 1] & 0xff)));
            }
            return text.toString();
        }
        throw new MalformedBytesException("a text is a " + value.typeName());
    }

    private static byte[] utf16(String text) {
        byte[] bytes = new byte[2 * text.length()];
        for (int i = 0; i < text.length(); i++) {
            bytes[2 * i] = (byte) (text.charAt(i) >> 8);
            bytes[2 * i + 1] = (byte) text.charAt(i);
        }
        return bytes;
    }
}
