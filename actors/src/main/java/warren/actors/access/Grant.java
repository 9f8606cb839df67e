package warren.actors.access;

import java.util.Map;
import java.util.OptionalLong;

/**
 * A user's rights in a virtual host as an immutable value: regular expressions, and whether the user is its own only name.
 *
 * @param topics further limits on the routing keys of topic exchanges, by their names
 * @param channelsMax channels that all connections of the user may have open together
 */
public record Grant(
        String user,
        String virtualHost,
        String configure,
        String write,
        String read,
        boolean impersonator,
        Map<String, Topics> topics,
        OptionalLong channelsMax,
        PublishRates publishRates)
        implements Standing {
    /** Regular expressions on routing keys: of messages that are published, and of bindings. */
    public record Topics(String write, String read) {}

    /** Copies the map. */
    public Grant {
        topics = Map.copyOf(topics);
    }

    /** Without limits. */
    public Grant(String user, String virtualHost, String configure, String write, String read, boolean impersonator) {
        this(
                user,
                virtualHost,
                configure,
                write,
                read,
                impersonator,
                Map.of(),
                OptionalLong.empty(),
                PublishRates.NONE);
    }
}
