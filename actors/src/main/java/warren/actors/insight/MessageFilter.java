package warren.actors.insight;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import warren.actors.info.OperatorError;
import warren.actors.info.OperatorError.Reason;
import warren.routing.message.BasicProperties;
import warren.routing.message.FieldValue;
import warren.routing.message.LongString;
import warren.routing.message.Message;

/**
 * Which messages are looked for: those that have all of this.
 *
 * @param text somewhere in the body, in the routing key, or in a property or header; the body is read as UTF-8
 * @param headers values by name, as text
 * @param properties the same of properties under AMQP's names ({@code message_id}), and of {@code exchange} and {@code routing_key}
 */
public record MessageFilter(Optional<Pattern> text, Map<String, String> headers, Map<String, String> properties) {
    /** So often a regular expression looks at the clock. */
    private static final int CHARS_PER_LOOK = 4_096;

    /** Copies the maps. */
    public MessageFilter {
        headers = Map.copyOf(headers);
        properties = Map.copyOf(properties);
    }

    /** A filter; refused as INVALID when the text is to be a regular expression and is none. */
    public static MessageFilter of(
            Optional<String> text, boolean isRegex, Map<String, String> headers, Map<String, String> properties)
            throws OperatorError {
        try {
            return new MessageFilter(
                    text.map(wanted -> Pattern.compile(isRegex ? wanted : Pattern.quote(wanted), Pattern.DOTALL)),
                    headers,
                    properties);
        } catch (PatternSyntaxException malformed) {
            throw new OperatorError(Reason.INVALID, "invalid regular expression: " + malformed.getDescription());
        }
    }

    /** True when every message passes. */
    public boolean isEmpty() {
        return text.isEmpty() && headers.isEmpty() && properties.isEmpty();
    }

    /** Whether it is looked for. What takes a regular expression longer than until then does not match. */
    boolean matches(Message message, long deadlineNanos) {
        Map<String, String> known = properties.isEmpty() && text.isEmpty() ? Map.of() : properties(message);
        boolean hasHeaders = headers.entrySet().stream()
                .allMatch(wanted -> message.properties()
                        .headers()
                        .get(wanted.getKey())
                        .filter(value -> text(value).equals(wanted.getValue()))
                        .isPresent());
        boolean hasProperties = properties.entrySet().stream()
                .allMatch(wanted -> wanted.getValue().equals(known.get(wanted.getKey())));
        return hasHeaders && hasProperties && (text.isEmpty() || hasText(text.get(), message, known, deadlineNanos));
    }

    private static boolean hasText(Pattern wanted, Message message, Map<String, String> known, long deadlineNanos) {
        try {
            return finds(wanted, new String(message.body(), StandardCharsets.UTF_8), deadlineNanos)
                    || known.values().stream().anyMatch(value -> finds(wanted, value, deadlineNanos))
                    || message.properties().headers().fields().values().stream()
                            .anyMatch(value -> finds(wanted, text(value), deadlineNanos));
        } catch (TimedOut expression) {
            return false;
        }
    }

    private static boolean finds(Pattern wanted, String text, long deadlineNanos) {
        return wanted.matcher(new Timed(text, deadlineNanos)).find();
    }

    private static String text(FieldValue value) {
        if (value instanceof LongString text) {
            return text.text();
        }
        if (value instanceof FieldValue.Int number) {
            return Long.toString(number.value());
        }
        return value instanceof FieldValue.Bool bool ? Boolean.toString(bool.value()) : String.valueOf(value);
    }

    private static Map<String, String> properties(Message message) {
        BasicProperties set = message.properties();
        Map<String, String> known = new TreeMap<>();
        known.put("exchange", message.exchange());
        known.put("routing_key", message.routingKey());
        set.contentType().ifPresent(value -> known.put("content_type", value));
        set.contentEncoding().ifPresent(value -> known.put("content_encoding", value));
        set.deliveryMode().ifPresent(value -> known.put("delivery_mode", Integer.toString(value)));
        set.priority().ifPresent(value -> known.put("priority", Integer.toString(value)));
        set.correlationId().ifPresent(value -> known.put("correlation_id", value));
        set.replyTo().ifPresent(value -> known.put("reply_to", value));
        set.expiration().ifPresent(value -> known.put("expiration", value));
        set.messageId().ifPresent(value -> known.put("message_id", value));
        set.timestamp().ifPresent(value -> known.put("timestamp", Long.toString(value)));
        set.type().ifPresent(value -> known.put("type", value));
        set.userId().ifPresent(value -> known.put("user_id", value));
        set.appId().ifPresent(value -> known.put("app_id", value));
        set.clusterId().ifPresent(value -> known.put("cluster_id", value));
        return known;
    }

    private static final class TimedOut extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TimedOut() {
            super("the regular expression takes too long", null, false, false);
        }
    }

    /** A text that ends the search in it when the time is over: some expressions would take years. */
    private static final class Timed implements CharSequence {
        private final CharSequence text;
        private final long deadlineNanos;
        private int looks;

        Timed(CharSequence text, long deadlineNanos) {
            this.text = text;
            this.deadlineNanos = deadlineNanos;
        }

        @Override
        public char charAt(int index) {
            if (++looks % CHARS_PER_LOOK == 0 && System.nanoTime() - deadlineNanos > 0) {
                throw new TimedOut();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Timed(text.subSequence(start, end), deadlineNanos);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
