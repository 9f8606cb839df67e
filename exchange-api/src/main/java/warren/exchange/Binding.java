package warren.exchange;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A binding of an exchange.
 *
 * @param destination the name of a queue or exchange
 * @param arguments values as in {@link MessageProperties#headers()}
 */
public record Binding(String destination, Kind kind, String routingKey, Map<String, Object> arguments) {
    /** What a binding leads to. */
    public enum Kind {
        QUEUE,
        EXCHANGE
    }

    /** Copies the map. */
    public Binding {
        arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
    }

    /** A binding of a queue, without arguments. */
    public static Binding ofQueue(String queue, String routingKey) {
        return new Binding(queue, Kind.QUEUE, routingKey, Map.of());
    }
}
