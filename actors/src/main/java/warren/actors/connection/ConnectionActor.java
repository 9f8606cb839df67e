package warren.actors.connection;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import warren.actors.access.AccessActor;
import warren.actors.access.Standing;
import warren.actors.alarm.Alarms;
import warren.actors.channel.ChannelActor;
import warren.actors.failure.Witness;
import warren.actors.info.ChannelInfo;
import warren.actors.info.ConnectionInfo;
import warren.actors.vhost.VirtualHostActor;
import warren.transport.frame.Inbound;
import warren.transport.tcp.IncomingConnection;

/**
 * One client's connection, from the first byte to the last. Its life has two parts: {@link Handshake} until connection.open, then {@link
 * RunningConnection} with its channels, which are its children. When it ends, however that comes, its channels end, their
 * unacknowledged messages go back, and its exclusive queues are deleted.
 */
public final class ConnectionActor {
    /** What a connection can be told. */
    public sealed interface Message {}

    /** The socket brought commands; the next bytes are read once {@code Socket.demand} is called. */
    record Received(List<Inbound> commands, int bytes) implements Message {}

    record SocketClosed(Optional<Throwable> cause) implements Message {}

    record HeartbeatLost() implements Message {}

    record HandshakeTimedOut() implements Message {}

    record CloseTimedOut() implements Message {}

    /** The next publish of a connection that was too fast may be its turn. */
    record PaceDue() implements Message {}

    record Authenticated(AccessActor.Verdict verdict) implements Message {}

    record Entered(AccessActor.Entry entry) implements Message {}

    record StandingChanged(Standing standing) implements Message {}

    /** The answer to {@link FindHost}. */
    public record HostFound(Optional<ActorRef<VirtualHostActor.Command>> host) implements Message {}

    record FromChannel(ChannelActor.Notice notice) implements Message {}

    record FromHost(VirtualHostActor.Reply reply) implements Message {}

    /** An operator ends the connection: the client gets connection.close 320 with this text. */
    public record CloseByOperator(String reason) implements Message {}

    /** Other alarms are on than before; none at the beginning. */
    record AlarmsChanged(Alarms alarms) implements Message {}

    /** The virtual host is deleted. */
    record HostGone() implements Message {}

    /** A picture for an operator; empty before the connection is open. */
    public record Describe(ActorRef<Optional<ConnectionInfo>> replyTo) implements Message {}

    /** Pictures of all channels. */
    public record DescribeChannels(ActorRef<List<ChannelInfo>> replyTo) implements Message {}

    /** Where a virtual host of this name is to be asked for; the answer may be none. */
    public record FindHost(String name, ActorRef<HostFound> replyTo) {}

    /** The two ends of the connection. */
    public record Peers(InetSocketAddress remote, InetSocketAddress local) {
        /** RabbitMQ's name of a connection. */
        public String name() {
            return address(remote) + " -> " + address(local);
        }

        private static String address(InetSocketAddress end) {
            return end.getAddress().getHostAddress() + ":" + end.getPort();
        }
    }

    private ConnectionActor() {}

    /** A connection that was just accepted. */
    public static Behavior<Message> create(
            ConnectionSettings settings, ConnectionEnvironment environment, IncomingConnection incoming) {
        return Witness.of(
                "connection",
                Behaviors.setup(context -> Behaviors.withTimers(timers ->
                        new Handshake(new Link(context, timers, settings, environment, incoming)).awaitingHeader())));
    }
}
