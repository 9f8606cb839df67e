package warren.management.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import warren.routing.message.BasicProperties;

/** Properties and bodies of messages as JSON. */
public final class MessageRows {
    private MessageRows() {}

    /** In RabbitMQ's order; without any property it is an empty list. */
    public static JsonNode properties(BasicProperties properties) {
        ObjectNode json = Json.object();
        put(json, "cluster_id", properties.clusterId());
        put(json, "app_id", properties.appId());
        put(json, "user_id", properties.userId());
        put(json, "type", properties.type());
        properties.timestamp().ifPresent(value -> json.put("timestamp", value));
        put(json, "message_id", properties.messageId());
        put(json, "expiration", properties.expiration());
        put(json, "reply_to", properties.replyTo());
        put(json, "correlation_id", properties.correlationId());
        properties.priority().ifPresent(value -> json.put("priority", value));
        properties.deliveryMode().ifPresent(value -> json.put("delivery_mode", value));
        if (!properties.headers().isEmpty()) {
            json.set("headers", Fields.plain(properties.headers()));
        }
        put(json, "content_encoding", properties.contentEncoding());
        put(json, "content_type", properties.contentType());
        return json.isEmpty() ? Json.array() : json;
    }

    private static void put(ObjectNode json, String key, Optional<String> value) {
        value.ifPresent(text -> json.put(key, text));
    }

    /** Adds a body or the beginning of one: with {@code auto} as text where the bytes are UTF-8, else always in base 64. */
    public static ObjectNode addBody(ObjectNode row, byte[] body, boolean auto) {
        Optional<String> text = auto ? utf8(body) : Optional.empty();
        row.put("payload", text.orElseGet(() -> Base64.getEncoder().encodeToString(body)));
        return row.put("payload_encoding", text.isPresent() ? "string" : "base64");
    }

    private static Optional<String> utf8(byte[] bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException binary) {
            return Optional.empty();
        }
    }
}
