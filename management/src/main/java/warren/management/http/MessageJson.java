package warren.management.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import warren.actors.service.ServiceResult;
import warren.management.json.Fields;
import warren.management.json.Json;
import warren.management.json.MessageRows;
import warren.routing.message.BasicProperties;
import warren.routing.message.Message;

/** Messages and their properties as JSON. */
final class MessageJson {
    private MessageJson() {}

    static BasicProperties properties(ObjectNode json) {
        var builder = new BasicProperties.Builder();
        builder.contentType(text(json, "content_type")).contentEncoding(text(json, "content_encoding"));
        if (json.path("headers") instanceof ObjectNode headers) {
            builder.headers(Fields.table(headers));
        }
        builder.deliveryMode(octet(json, "delivery_mode")).priority(octet(json, "priority"));
        builder.correlationId(text(json, "correlation_id")).replyTo(text(json, "reply_to"));
        builder.expiration(text(json, "expiration")).messageId(text(json, "message_id"));
        builder.timestamp(number(json, "timestamp")).type(text(json, "type"));
        builder.userId(text(json, "user_id")).appId(text(json, "app_id"));
        return builder.clusterId(text(json, "cluster_id")).build();
    }

    @org.jspecify.annotations.Nullable
    private static String text(JsonNode json, String key) {
        JsonNode value = json.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw Refusal.badRequest("not_string", TextNode.valueOf(key));
        }
        if (value.asText().getBytes(StandardCharsets.UTF_8).length > SHORT_TEXT_BYTES_MAX) {
            throw Refusal.badRequest("too_long", TextNode.valueOf(key));
        }
        return value.asText();
    }

    private static final int SHORT_TEXT_BYTES_MAX = 255;

    @org.jspecify.annotations.Nullable
    private static Long number(JsonNode json, String key) {
        JsonNode value = json.path(key);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isIntegralNumber()) {
            throw Refusal.badRequest("not_int", TextNode.valueOf(key));
        }
        return value.longValue();
    }

    @org.jspecify.annotations.Nullable
    private static Integer octet(JsonNode json, String key) {
        Long number = number(json, key);
        if (number != null && (number < 0 || number > 0xff)) {
            throw Refusal.badRequest("not_int", TextNode.valueOf(key));
        }
        return number == null ? null : number.intValue();
    }

    /**
     * A message of a queue.
     *
     * @param auto as text where the bytes are UTF-8, else always in base 64
     * @param truncate bytes of the body that are shown
     */
    static ObjectNode fetched(ServiceResult.Fetched fetched, boolean auto, int truncate) {
        Message message = fetched.message();
        byte[] body = message.body();
        ObjectNode row = Json.object().put("payload_bytes", body.length);
        row.put("redelivered", fetched.redelivered()).put("exchange", message.exchange());
        row.put("routing_key", message.routingKey()).put("message_count", fetched.remaining());
        row.set("properties", MessageRows.properties(message.properties()));
        return MessageRows.addBody(row, body.length > truncate ? Arrays.copyOf(body, truncate) : body, auto);
    }
}
