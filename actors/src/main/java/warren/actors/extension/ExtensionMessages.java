package warren.actors.extension;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;
import warren.exchange.ExchangeMessage;
import warren.exchange.MessageProperties;
import warren.exchange.OutgoingMessage;
import warren.exchange.Routing;
import warren.routing.message.BasicProperties;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;
import warren.routing.message.Message;

/** Messages as extensions see them, and back. */
public final class ExtensionMessages {
    private static final String DELAY = "x-delay";
    /** So that header frames fit the frames of every client that takes the default size. */
    private static final int PROPERTY_BYTES_MAX = 100 << 10;

    private ExtensionMessages() {}

    /** Arguments of an exchange or a binding. */
    public static Map<String, Object> arguments(FieldTable table) {
        return FieldValues.toJava(table);
    }

    /** {@code isDue}: it has waited because the exchange said so. */
    public static ExchangeMessage toExtension(Message message, boolean isDue) {
        return new Seen(message, isDue);
    }

    /** The message with the headers that a routing sets and takes away. IllegalArgumentException when it cannot be so. */
    public static Message changed(Message message, Routing routing) {
        FieldTable headers = message.properties().headers();
        for (String removed : routing.removedHeaders()) {
            headers = headers.without(removed);
        }
        for (Map.Entry<String, Object> set : routing.headers().entrySet()) {
            headers = headers.with(set.getKey(), FieldValues.toField(set.getValue()));
        }
        return withHeaders(message, headers);
    }

    /** The message as a store of delayed messages keeps it for so long. */
    public static Message delayed(Message message, Duration delay) {
        long millis = Math.max(1, delay.toMillis());
        return withHeaders(message, message.properties().headers().with(DELAY, FieldValue.of(millis)));
    }

    private static Message withHeaders(Message message, FieldTable headers) {
        Message changed = message.withProperties(message.properties().toBuilder()
                .headers(headers.isEmpty() ? null : headers)
                .build());
        if (changed.propertyBytes().length > PROPERTY_BYTES_MAX) {
            throw new IllegalArgumentException("headers of more than " + PROPERTY_BYTES_MAX + " bytes");
        }
        return changed;
    }

    /** What an extension publishes, as the broker knows it. IllegalArgumentException when it cannot be so. */
    public static Message toBroker(OutgoingMessage message) {
        MessageProperties from = message.properties();
        var properties = new BasicProperties.Builder()
                .contentType(from.contentType().orElse(null))
                .contentEncoding(from.contentEncoding().orElse(null))
                .headers(from.headers().isEmpty() ? null : FieldValues.toTable(from.headers()))
                .deliveryMode(from.isPersistent() ? BasicProperties.PERSISTENT : null)
                .priority(from.priority().isPresent() ? from.priority().getAsInt() : null)
                .correlationId(from.correlationId().orElse(null))
                .replyTo(from.replyTo().orElse(null))
                .expiration(from.expiration().orElse(null))
                .messageId(from.messageId().orElse(null))
                .timestamp(from.timestamp().map(Instant::getEpochSecond).orElse(null))
                .type(from.type().orElse(null))
                .userId(from.userId().orElse(null))
                .appId(from.appId().orElse(null))
                .build();
        return Message.of(
                message.exchange(),
                message.routingKey(),
                properties,
                message.body().toArray());
    }

    private static final class Seen implements ExchangeMessage {
        private final Message message;
        private final boolean isDue;
        private @Nullable MessageProperties properties;

        Seen(Message message, boolean isDue) {
            this.message = message;
            this.isDue = isDue;
        }

        @Override
        public String exchange() {
            return message.exchange();
        }

        @Override
        public String routingKey() {
            return message.routingKey();
        }

        @Override
        public List<String> routingKeys() {
            List<String> keys = new ArrayList<>(1);
            keys.add(message.routingKey());
            keys.addAll(message.copyKeys());
            return keys;
        }

        @Override
        public MessageProperties properties() {
            MessageProperties known = properties;
            if (known == null) {
                known = read(message.properties());
                properties = known;
            }
            return known;
        }

        private static MessageProperties read(BasicProperties from) {
            return MessageProperties.builder()
                    .headers(FieldValues.toJava(from.headers()))
                    .contentType(from.contentType().orElse(null))
                    .contentEncoding(from.contentEncoding().orElse(null))
                    .persistent(from.deliveryMode().orElse(0) == BasicProperties.PERSISTENT)
                    .priority(from.priority().isPresent() ? from.priority().getAsInt() : null)
                    .correlationId(from.correlationId().orElse(null))
                    .replyTo(from.replyTo().orElse(null))
                    .expiration(from.expiration().orElse(null))
                    .messageId(from.messageId().orElse(null))
                    .timestamp(
                            from.timestamp().isPresent()
                                    ? (Instant) FieldValues.toJava(new FieldValue.Timestamp(
                                            from.timestamp().getAsLong()))
                                    : null)
                    .type(from.type().orElse(null))
                    .userId(from.userId().orElse(null))
                    .appId(from.appId().orElse(null))
                    .build();
        }

        @Override
        public ByteString body() {
            return ByteString.fromArrayUnsafe(message.body());
        }

        @Override
        public boolean isDue() {
            return isDue;
        }

        @Override
        public String toString() {
            return message.exchange() + "/" + message.routingKey();
        }
    }
}
