package warren.actors.info;

import java.util.Map;

/** The limits of one virtual host, or of one user, by RabbitMQ's names of them. */
public record LimitsInfo(String name, Map<String, Long> limits) {
    /** Copies the map. */
    public LimitsInfo {
        limits = Map.copyOf(limits);
    }
}
