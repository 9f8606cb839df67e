package warren.persistence.event;

import java.util.Map;
import java.util.OptionalLong;

/**
 * What a virtual host, or a user, may have at most, by RabbitMQ's names of limits.
 *
 * @param ofUser of the user of this name, else of the virtual host
 * @param limits none when it is empty; a negative one counts as none
 */
public record LimitsDefinition(boolean ofUser, String name, Map<String, Long> limits) {
    public static final String CONNECTIONS = "max-connections";
    public static final String QUEUES = "max-queues";
    public static final String CHANNELS = "max-channels";
    /** Messages that may be published a second; Warren's own, like the next one. */
    public static final String PUBLISH_RATE = "max-publish-rate";
    /** Bytes of bodies a second. */
    public static final String PUBLISH_BYTES_RATE = "max-publish-bytes-rate";

    /** Copies the map. */
    public LimitsDefinition {
        limits = Map.copyOf(limits);
    }

    /** The limit, 0 or more; empty when there is none. */
    public OptionalLong limit(String limit) {
        Long value = limits.get(limit);
        return value == null || value < 0 ? OptionalLong.empty() : OptionalLong.of(value);
    }
}
