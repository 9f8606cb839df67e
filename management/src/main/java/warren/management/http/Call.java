package warren.management.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import warren.management.json.Json;
import warren.management.rates.Range;
import warren.management.rates.Ranges;

/**
 * One request: who asks, with which parts of the path, which query and which body.
 *
 * @param names the parts of the path that stand for names, such as {@code vhost}
 * @param headers in lower case
 */
record Call(
        ApiAccess.Visitor visitor,
        Map<String, String> names,
        Map<String, String> query,
        Map<String, String> headers,
        byte[] bytes) {

    /** A part of the path that this path has. */
    String name(String part) {
        String value = names.get(part);
        if (value == null) {
            throw new IllegalStateException("no " + part + " in this path");
        }
        return value;
    }

    String virtualHost() {
        return name("vhost");
    }

    Optional<String> query(String key) {
        return Optional.ofNullable(query.get(key));
    }

    /** The samples that the query asks for. */
    Ranges ranges() {
        return new Ranges(range("lengths"), range("msg_rates"), range("data_rates"));
    }

    private Optional<Range> range(String kind) {
        return Range.of(query.getOrDefault(kind + "_age", ""), query.getOrDefault(kind + "_incr", ""));
    }

    boolean isTrue(String key) {
        return query(key).filter("true"::equals).isPresent();
    }

    /** The body, which must be a JSON object; an empty body is one without fields. */
    ObjectNode body() {
        if (bytes.length == 0) {
            return Json.object();
        }
        try {
            if (Json.read(bytes) instanceof ObjectNode object) {
                return object;
            }
        } catch (IOException malformed) {
            throw Refusal.badRequest("not_json");
        }
        throw Refusal.badRequest("not_json");
    }

    /** The same, with these fields in it. */
    ObjectNode body(String... required) {
        ObjectNode body = body();
        List<String> missing = new ArrayList<>(List.of(required));
        missing.removeIf(body::has);
        if (!missing.isEmpty()) {
            throw Refusal.keysMissing(missing);
        }
        return body;
    }

    /** True or false, also as a text; false when it is not there. */
    static boolean bool(JsonNode body, String key) {
        JsonNode value = body.path(key);
        return switch (value.isNull() ? "" : value.asText()) {
            case "", "false" -> false;
            case "true" -> true;
            default -> throw Refusal.badRequest("not_boolean", value);
        };
    }

    /** A whole number, also as a text. */
    static long integer(JsonNode value) {
        if (value.isIntegralNumber()) {
            return value.longValue();
        }
        try {
            return Long.parseLong(value.asText());
        } catch (NumberFormatException other) {
            throw Refusal.badRequest("not_integer", value);
        }
    }

    /** An object, empty when it is not there or is an empty list, as some clients send it. */
    static ObjectNode object(JsonNode body, String key) {
        return body.path(key) instanceof ObjectNode object ? object : Json.object();
    }

    /** Texts: a list, or one text with commas between them. */
    static List<String> texts(JsonNode value) {
        List<String> texts = new ArrayList<>();
        if (value.isArray()) {
            value.forEach(each -> texts.add(each.asText()));
        } else {
            for (String each : value.asText().split(",", -1)) {
                texts.add(each.strip());
            }
        }
        texts.removeIf(String::isEmpty);
        return texts;
    }
}
