package warren.actors.connection;

import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import warren.actors.AmqpError;
import warren.actors.alarm.Alarms;
import warren.transport.frame.DecoderLimits;
import warren.transport.frame.FrameWriter;
import warren.transport.frame.Inbound;
import warren.transport.method.ConnectionClose;
import warren.transport.method.Method;
import warren.transport.tcp.IncomingConnection;
import warren.transport.tcp.Socket;
import warren.transport.tcp.SocketListener;
import warren.transport.tcp.WriteListener;
import warren.transport.tls.TlsSession;

/** What a connection has from its first moment to its last: its socket, its name, its timers. */
final class Link {
    final ActorContext<ConnectionActor.Message> context;
    final TimerScheduler<ConnectionActor.Message> timers;
    final ConnectionSettings settings;
    final ConnectionEnvironment environment;
    final ConnectionActor.Peers peers;
    final Optional<TlsSession> tls;
    final Mechanisms mechanisms;
    final Socket socket;
    final ConnectionEvents events;
    final ConnectionLog log;
    final ConnectionTraffic traffic = new ConnectionTraffic();
    /** Those that are on now. */
    Alarms alarms = Alarms.NONE;

    private FrameWriter writer = new FrameWriter(0);

    Link(
            ActorContext<ConnectionActor.Message> context,
            TimerScheduler<ConnectionActor.Message> timers,
            ConnectionSettings settings,
            ConnectionEnvironment environment,
            IncomingConnection incoming) {
        this.context = context;
        this.timers = timers;
        this.settings = settings;
        this.environment = environment;
        this.peers = new ConnectionActor.Peers(incoming.remoteAddress(), incoming.localAddress());
        this.tls = incoming.tls();
        this.events = new ConnectionEvents(
                context.getSystem(), context.getSelf().path().name(), peers, tls.isPresent());
        this.log = new ConnectionLog(ConnectionsActor.number(context.getSelf()), peers);
        this.mechanisms = Mechanisms.of(settings.mechanisms(), tls);
        var limits = new DecoderLimits(settings.frameMaxBytes(), settings.messageMaxBytes(), environment.contents());
        this.socket = incoming.accept(limits, new ToActor(context.getSelf()));
    }

    /** The decoder's findings become messages. */
    private record ToActor(ActorRef<ConnectionActor.Message> actor) implements SocketListener {
        @Override
        public void received(List<Inbound> commands, int bytes) {
            actor.tell(new ConnectionActor.Received(commands, bytes));
        }

        @Override
        public void closed(Optional<Throwable> cause) {
            actor.tell(new ConnectionActor.SocketClosed(cause));
        }

        @Override
        public void heartbeatLost() {
            actor.tell(new ConnectionActor.HeartbeatLost());
        }
    }

    /** The actor has stopped, in whatever phase. */
    Behavior<ConnectionActor.Message> ended() {
        events.ended();
        return Behaviors.same();
    }

    void send(int channel, Method method) {
        writer.method(channel, method);
        socket.send(writer.take(), WriteListener.NONE);
    }

    void sendClose(AmqpError error, int classId, int methodId) {
        send(0, new ConnectionClose(error.code().code(), error.replyText(), classId, methodId));
    }
}
