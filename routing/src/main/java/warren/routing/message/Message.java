package warren.routing.message;

import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A published message. Immutable: the arrays are never changed after the message is made, and travel from the publisher's socket to
 * the consumer's without a copy.
 */
public final class Message {
    private final String exchange;
    private final String routingKey;
    private final byte[] propertyBytes;
    private final byte[] body;
    private final List<String> copyKeys;
    /** Set once, by whoever asks first; two threads may both parse, with equal results. */
    private @Nullable BasicProperties properties;

    /**
     * Takes the arrays as they are.
     *
     * @param exchange the exchange it was published to; empty for the default exchange
     * @param propertyBytes flags and property list of the content header, well formed
     */
    public Message(String exchange, String routingKey, byte[] propertyBytes, byte[] body) {
        this(exchange, routingKey, propertyBytes, body, List.of());
    }

    private Message(String exchange, String routingKey, byte[] propertyBytes, byte[] body, List<String> copyKeys) {
        this.exchange = exchange;
        this.routingKey = routingKey;
        this.propertyBytes = propertyBytes;
        this.body = body;
        this.copyKeys = copyKeys;
    }

    /** A message with the given properties. */
    public static Message of(String exchange, String routingKey, BasicProperties properties, byte[] body) {
        return new Message(exchange, routingKey, PropertiesCodec.write(properties), body);
    }

    public String exchange() {
        return exchange;
    }

    public String routingKey() {
        return routingKey;
    }

    /** Further keys that it is routed by, from its publisher's CC and BCC headers. */
    public List<String> copyKeys() {
        return copyKeys;
    }

    /** Flags and properties as on the wire; not to be changed. */
    public byte[] propertyBytes() {
        return propertyBytes;
    }

    /** Not to be changed. */
    public byte[] body() {
        return body;
    }

    /** The properties, read on the first call. */
    public BasicProperties properties() {
        BasicProperties known = properties;
        if (known == null) {
            try {
                known = PropertiesCodec.read(propertyBytes);
            } catch (MalformedFieldException e) {
                throw new IllegalStateException("property bytes were accepted but do not parse", e);
            }
            properties = known;
        }
        return known;
    }

    /** True for delivery mode 2. */
    public boolean isPersistent() {
        return PropertiesCodec.deliveryMode(propertyBytes) == BasicProperties.PERSISTENT;
    }

    /** Its property priority, 0 to 255; 0 when it has none. */
    public int priority() {
        return PropertiesCodec.priority(propertyBytes);
    }

    /** Milliseconds that it may wait, from its property expiration; empty when it has none that is a number. */
    public OptionalLong expirationMillis() {
        if (!PropertiesCodec.hasExpiration(propertyBytes)) {
            return OptionalLong.empty();
        }
        String text = properties().expiration().orElse("");
        String digits = text.startsWith("+") ? text.substring(1) : text;
        boolean isNumber =
                !digits.isEmpty() && digits.length() <= 18 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return isNumber ? OptionalLong.of(Long.parseLong(digits)) : OptionalLong.empty();
    }

    /** The same message with other properties. */
    public Message withProperties(BasicProperties changed) {
        return new Message(exchange, routingKey, PropertiesCodec.write(changed), body, copyKeys);
    }

    /** The same message, to be routed by these keys too. */
    public Message withCopyKeys(List<String> keys) {
        return new Message(exchange, routingKey, propertyBytes, body, List.copyOf(keys));
    }

    /** Bytes that this message keeps in memory, roughly: arrays and a fixed part for the objects. */
    public int weight() {
        return body.length + propertyBytes.length + WEIGHT_OF_OBJECTS;
    }

    private static final int WEIGHT_OF_OBJECTS = 128;
}
