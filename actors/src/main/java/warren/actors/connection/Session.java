package warren.actors.connection;

import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import warren.actors.access.Grant;
import warren.actors.vhost.VirtualHostActor;
import warren.routing.message.FieldTable;

/** What the handshake agreed on. Limits of 0 mean none. */
record Session(
        String user,
        String virtualHost,
        String mechanism,
        FieldTable clientProperties,
        Grant grant,
        ActorRef<VirtualHostActor.Command> host,
        int channelMax,
        int frameMaxBytes,
        int heartbeatSeconds) {

    /** The name that the client gave to its connection. */
    Optional<String> clientName() {
        return clientProperties.text("connection_name");
    }

    /** True when the client says that it can deal with this. */
    boolean isCapableOf(String capability) {
        return clientProperties
                .get("capabilities")
                .filter(value -> value instanceof FieldTable table && table.isTrue(capability))
                .isPresent();
    }
}
