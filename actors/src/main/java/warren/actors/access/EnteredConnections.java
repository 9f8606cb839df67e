package warren.actors.access;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.ActorRef;
import warren.persistence.event.LimitsDefinition;

/** The connections that are in, with what their users may do: to count them, and to tell them when that changes. */
final class EnteredConnections {
    private final AccessState state;
    private final Map<ActorRef<Standing>, Grant> connections = new LinkedHashMap<>();

    EnteredConnections(AccessState state) {
        this.state = state;
    }

    void add(ActorRef<Standing> connection, Grant granted) {
        connections.put(connection, granted);
    }

    void remove(ActorRef<Standing> connection) {
        connections.remove(connection);
    }

    /** Why there may be no further one, in RabbitMQ's words. */
    Optional<String> tooMany(String user, String host) {
        OptionalLong ofHost = state.limits(false, host).limit(LimitsDefinition.CONNECTIONS);
        if (ofHost.isPresent() && count(known -> known.virtualHost().equals(host)) >= ofHost.getAsLong()) {
            return Optional.of("access to vhost '" + host + "' refused for user '" + user + "': connection limit ("
                    + ofHost.getAsLong() + ") is reached");
        }
        OptionalLong ofUser = state.limits(true, user).limit(LimitsDefinition.CONNECTIONS);
        if (ofUser.isPresent() && count(known -> known.user().equals(user)) >= ofUser.getAsLong()) {
            return Optional.of("connection refused for user '" + user + "': user connection limit ("
                    + ofUser.getAsLong() + ") is reached");
        }
        return Optional.empty();
    }

    private long count(Predicate<Grant> which) {
        return connections.values().stream().filter(which).count();
    }

    void tellChanges() {
        connections.replaceAll((connection, known) -> {
            Grant now = state.grant(known.user(), known.virtualHost())
                    .orElseGet(() -> new Grant(known.user(), known.virtualHost(), "", "", "", false));
            if (state.user(known.user()) == null) {
                connection.tell(new Standing.Gone());
            } else if (!now.equals(known)) {
                connection.tell(now);
            }
            return now;
        });
    }
}
