package warren.actors.channel;

import org.apache.pekko.actor.typed.ActorRef;
import warren.actors.access.Grant;
import warren.actors.vhost.VirtualHostActor;
import warren.transport.tcp.Socket;

/**
 * What a channel is born with.
 *
 * @param name connection's name and number, for logs and operators
 * @param connection names the connection as the owner of exclusive queues
 * @param consumerCancelNotify the client can take basic.cancel from the server
 */
public record ChannelSettings(
        int number,
        String name,
        String connection,
        Grant grant,
        String virtualHost,
        ActorRef<VirtualHostActor.Command> host,
        Socket socket,
        int frameMaxBytes,
        long messageMaxBytes,
        boolean consumerCancelNotify) {}
