package warren.management.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;
import warren.routing.message.LongString;

/** AMQP field tables as JSON: with their types for warrenctl, as plain objects for the HTTP API and for policies. */
public final class Fields {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private Fields() {}

    /** A list of {@code [name, type, value]}. */
    public static ArrayNode typed(FieldTable table) {
        ArrayNode fields = Json.array();
        table.fields()
                .forEach((name, value) ->
                        fields.addArray().add(name).add(value.typeName()).add(typedValue(value)));
        return fields;
    }

    private static JsonNode typedValue(FieldValue value) {
        if (value instanceof FieldTable table) {
            return typed(table);
        }
        if (value instanceof FieldValue.Array array) {
            ArrayNode elements = Json.array();
            array.values()
                    .forEach(element ->
                            elements.addArray().add(element.typeName()).add(typedValue(element)));
            return elements;
        }
        if (value instanceof FieldValue.Decimal decimal) {
            return Json.array().add(decimal.scale()).add(decimal.unscaled());
        }
        return value instanceof FieldValue.NoValue ? NODES.textNode("undefined") : plain(value);
    }

    /** An object whose values are JSON's nearest types. */
    public static ObjectNode plain(FieldTable table) {
        ObjectNode object = Json.object();
        table.fields().forEach((name, value) -> object.set(name, plain(value)));
        return object;
    }

    /** The same with the names in order, as RabbitMQ shows a policy's definition. */
    public static ObjectNode sorted(FieldTable table) {
        ObjectNode object = Json.object();
        new TreeMap<>(table.fields()).forEach((name, value) -> object.set(name, plain(value)));
        return object;
    }

    private static JsonNode plain(FieldValue value) {
        if (value instanceof LongString text) {
            return NODES.textNode(text.text());
        }
        if (value instanceof FieldTable table) {
            return plain(table);
        }
        if (value instanceof FieldValue.Array array) {
            return Json.array(array.values(), Fields::plain);
        }
        if (value instanceof FieldValue.Bool bool) {
            return NODES.booleanNode(bool.value());
        }
        if (value instanceof FieldValue.Binary binary) {
            return NODES.textNode(Base64.getEncoder().encodeToString(binary.bytes()));
        }
        return number(value);
    }

    private static JsonNode number(FieldValue value) {
        if (value instanceof FieldValue.Int number) {
            return NODES.numberNode(number.value());
        }
        if (value instanceof FieldValue.Timestamp timestamp) {
            return NODES.numberNode(timestamp.value());
        }
        if (value instanceof FieldValue.Float32 number) {
            return NODES.numberNode(number.value());
        }
        if (value instanceof FieldValue.Float64 number) {
            return NODES.numberNode(number.value());
        }
        if (value instanceof FieldValue.Decimal decimal) {
            return DecimalNode.valueOf(new BigDecimal(BigInteger.valueOf(decimal.unscaled()), decimal.scale()));
        }
        return NODES.nullNode();
    }

    /** A JSON object as a table: whole numbers become 64-bit ones. */
    public static FieldTable table(JsonNode object) {
        Map<String, FieldValue> fields = new LinkedHashMap<>();
        object.properties().forEach(field -> fields.put(field.getKey(), value(field.getValue())));
        return new FieldTable(fields);
    }

    private static FieldValue value(JsonNode value) {
        if (value.isObject()) {
            return table(value);
        }
        if (value.isArray()) {
            List<FieldValue> elements = new ArrayList<>();
            value.forEach(element -> elements.add(value(element)));
            return new FieldValue.Array(elements);
        }
        if (value.isTextual()) {
            return FieldValue.of(value.textValue());
        }
        if (value.isBoolean()) {
            return FieldValue.of(value.booleanValue());
        }
        if (value.isIntegralNumber()) {
            return FieldValue.of(value.longValue());
        }
        return value.isNumber() ? new FieldValue.Float64(value.doubleValue()) : new FieldValue.NoValue();
    }
}
