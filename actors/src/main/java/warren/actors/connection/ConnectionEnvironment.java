package warren.actors.connection;

import org.apache.pekko.actor.typed.ActorRef;
import warren.actors.access.AccessActor;
import warren.transport.frame.ContentMemory;

/**
 * What all connections share: whom they ask who may come in and where a virtual host is, room for what comes in pieces, the count of
 * channels, and what may be published.
 */
public record ConnectionEnvironment(
        ActorRef<AccessActor.Command> access,
        ActorRef<ConnectionActor.FindHost> hosts,
        ContentMemory contents,
        ChannelCounts channels,
        PublishQuotas quotas) {
    /** When nobody has a channel open yet. */
    public ConnectionEnvironment(
            ActorRef<AccessActor.Command> access, ActorRef<ConnectionActor.FindHost> hosts, ContentMemory contents) {
        this(access, hosts, contents, new ChannelCounts(), new PublishQuotas());
    }

    ConnectionEnvironment with(ActorRef<AccessActor.Command> otherAccess) {
        return new ConnectionEnvironment(otherAccess, hosts, contents, channels, quotas);
    }
}
