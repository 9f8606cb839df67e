package warren.actors.connection;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.BehaviorBuilder;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.util.ByteString;
import warren.actors.AmqpError;
import warren.actors.access.AccessActor;
import warren.actors.access.Grant;
import warren.actors.access.Origin;
import warren.actors.access.Standing;
import warren.actors.connection.ConnectionActor.Authenticated;
import warren.actors.connection.ConnectionActor.Entered;
import warren.actors.connection.ConnectionActor.HandshakeTimedOut;
import warren.actors.connection.ConnectionActor.HostFound;
import warren.actors.connection.ConnectionActor.Message;
import warren.actors.connection.ConnectionActor.Received;
import warren.actors.connection.ConnectionActor.SocketClosed;
import warren.routing.message.FieldTable;
import warren.transport.frame.Command;
import warren.transport.frame.Inbound;
import warren.transport.frame.ProtocolHeader;
import warren.transport.frame.Violation;
import warren.transport.method.ConnectionOpen;
import warren.transport.method.ConnectionOpenOk;
import warren.transport.method.ConnectionStart;
import warren.transport.method.ConnectionStartOk;
import warren.transport.method.ConnectionTune;
import warren.transport.method.ConnectionTuneOk;
import warren.transport.method.Method;
import warren.transport.tcp.WriteListener;

/**
 * The phases of a connection until it is open (AMQP 0-9-1, 2.2.4), one method each: header, start-ok, tune-ok, open. All of it must
 * happen within the handshake time-out.
 */
final class Handshake {
    private static final int FRAME_MIN_BYTES = 4096;
    /** How long a socket stays after a refused login: a brake on guessing passwords. */
    private static final Duration SILENT_CLOSE = Duration.ofSeconds(3);

    private final Link link;
    private final ArrayDeque<Inbound> pending = new ArrayDeque<>();
    private FieldTable clientProperties = FieldTable.EMPTY;
    /** Some bytes have come. */
    private boolean hasSpoken;
    /** They were those of this protocol. */
    private boolean hasHeader;

    private String mechanism = "";
    private String user = "";
    private String virtualHost = "";
    private ConnectionTuneOk tuned = new ConnectionTuneOk(0, 0, 0);
    private Optional<Grant> grant = Optional.empty();

    Handshake(Link link) {
        this.link = link;
    }

    private interface Step {
        Behavior<Message> take(Method method);
    }

    Behavior<Message> awaitingHeader() {
        link.timers.startSingleTimer(new HandshakeTimedOut(), link.settings.handshakeTimeout());
        return phase().onMessage(Received.class, this::onHeader).build();
    }

    private Behavior<Message> onHeader(Received received) {
        if (!hasSpoken) {
            hasSpoken = true;
            link.log.accepted();
        }
        link.traffic.received(received.bytes());
        pending.addAll(received.commands());
        if (!(pending.poll() instanceof ProtocolHeader header)) {
            link.socket.demand();
            return Behaviors.same();
        }
        if (!header.isSupported()) {
            link.log.notAmqp(header.describe());
            link.socket.send(ByteString.fromArray(ProtocolHeader.expected()), WriteListener.NONE);
            link.socket.close();
            return BehaviorBuilder.<Message>create()
                    .onMessage(SocketClosed.class, closed -> Behaviors.stopped())
                    .onAnyMessage(other -> Behaviors.same())
                    .onSignal(PostStop.class, stop -> link.ended())
                    .build();
        }
        hasHeader = true;
        link.send(
                0,
                new ConnectionStart(
                        0, 9, ServerProperties.of(link.settings), bytes(link.mechanisms.text()), bytes("en_US")));
        return awaiting(this::onStartOk);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Takes one command: one that came with those before it, or the next that the socket brings. */
    private Behavior<Message> awaiting(Step step) {
        if (!pending.isEmpty()) {
            return take(pending.poll(), step);
        }
        link.socket.demand();
        return phase().onMessage(Received.class, received -> {
                    link.traffic.received(received.bytes());
                    pending.addAll(received.commands());
                    return awaiting(step);
                })
                .build();
    }

    private Behavior<Message> take(Inbound inbound, Step step) {
        if (inbound instanceof Violation violation) {
            return refuse(new AmqpError(violation.code(), violation.text()), violation.classId(), violation.methodId());
        }
        if (inbound instanceof Command command && command.channel() == 0) {
            return step.take(command.method());
        }
        return refuse(AmqpError.channelError("a frame on a channel before the connection is open"), 0, 0);
    }

    private Behavior<Message> onStartOk(Method method) {
        if (!(method instanceof ConnectionStartOk startOk)) {
            return unexpected(method, "starting");
        }
        clientProperties = startOk.clientProperties();
        link.events.introduced(clientProperties);
        clientProperties.text("connection_name").ifPresent(link.log::introduced);
        mechanism = startOk.mechanism();
        Optional<AmqpError> refusal = link.mechanisms.refusal(mechanism);
        if (refusal.isPresent()) {
            return refuse(refusal.get(), method.classId(), method.methodId());
        }
        return mechanism.equals(Mechanisms.EXTERNAL) ? recognize() : authenticate(startOk.response());
    }

    /** By name and password. */
    private Behavior<Message> authenticate(byte[] response) {
        Optional<Credentials> credentials = Credentials.read(mechanism, response);
        if (credentials.isEmpty()) {
            return refuseLogin("invalid authentication data");
        }
        user = credentials.get().user();
        link.environment
                .access()
                .tell(new AccessActor.Authenticate(
                        user,
                        credentials.get().password(),
                        Optional.of(origin()),
                        link.context.messageAdapter(AccessActor.Verdict.class, Authenticated::new)));
        return phase().onMessage(Authenticated.class, this::onAuthenticated).build();
    }

    /** By the certificate that TLS has verified. */
    private Behavior<Message> recognize() {
        Optional<String> name = Mechanisms.user(link.tls, link.settings.loginFrom());
        if (name.isEmpty()) {
            return refuseLogin("name not found");
        }
        user = name.get();
        link.environment
                .access()
                .tell(new AccessActor.Recognize(
                        user, origin(), link.context.messageAdapter(AccessActor.Verdict.class, Authenticated::new)));
        return phase().onMessage(Authenticated.class, this::onAuthenticated).build();
    }

    private Origin origin() {
        return new Origin(Origin.AMQP, link.peers.remote().getAddress());
    }

    private Behavior<Message> onAuthenticated(Authenticated answer) {
        switch (answer.verdict()) {
            case INVALID_CREDENTIALS:
                return refuseLogin("user '" + user + "' - invalid credentials");
            case HELD:
                // said once, when it began
                return refuseQuietly("user '" + user + "' - too many wrong passwords from this address");
            case OVERLOADED:
                return refuseLogin("too many logins at once: the password of user '" + user + "' was not looked at");
            case LOOPBACK_ONLY:
                return refuseLogin("user '" + user + "' can only connect via localhost");
            default:
                link.events.loggedIn(user, mechanism);
                link.log.loggedIn(user);
                link.send(
                        0,
                        new ConnectionTune(
                                link.settings.channelMax(),
                                link.settings.frameMaxBytes(),
                                link.settings.heartbeatSeconds()));
                return awaiting(this::onTuneOk);
        }
    }

    /** A wrong password: told to clients that can take it; the socket stays a while in any case. */
    private Behavior<Message> refuseLogin(String reason) {
        link.log.refused(mechanism + " login refused: " + reason);
        return refuseQuietly(reason);
    }

    private Behavior<Message> refuseQuietly(String reason) {
        link.events.refused(user, mechanism, reason);
        var error = AmqpError.accessRefused("Login was refused using authentication mechanism " + mechanism
                + ". For details see the broker logfile.");
        boolean canBeTold = clientProperties
                .get("capabilities")
                .filter(value -> value instanceof FieldTable table && table.isTrue("authentication_failure_close"))
                .isPresent();
        if (canBeTold) {
            link.sendClose(error, 0, 0);
        }
        link.log.closed();
        return Closing.awaitingCloseOk(link, SILENT_CLOSE);
    }

    private Behavior<Message> onTuneOk(Method method) {
        if (!(method instanceof ConnectionTuneOk tuneOk)) {
            return unexpected(method, "tuning");
        }
        Optional<AmqpError> refusal = limit("channel_max", tuneOk.channelMax(), link.settings.channelMax(), 0)
                .or(() -> limit("frame_max", tuneOk.frameMax(), link.settings.frameMaxBytes(), FRAME_MIN_BYTES));
        if (refusal.isPresent()) {
            return refuse(refusal.get(), method.classId(), method.methodId());
        }
        tuned = tuneOk;
        link.log.tuned();
        if (tuneOk.heartbeat() > 0) {
            link.socket.startHeartbeat(Duration.ofSeconds(tuneOk.heartbeat()));
        }
        return awaiting(this::onOpen);
    }

    private static Optional<AmqpError> limit(String name, long wanted, long max, long min) {
        if (wanted != 0 && wanted < min) {
            return Optional.of(AmqpError.notAllowed(
                    "negotiated " + name + " = " + wanted + " is lower than the minimum allowed value (" + min + ")"));
        }
        // 0 asks for no limit, which is more than any
        if (max != 0 && (wanted == 0 || wanted > max)) {
            return Optional.of(AmqpError.notAllowed("negotiated " + name + " = " + wanted
                    + (wanted == 0 ? " (no limit)" : "") + " is higher than the maximum allowed value (" + max + ")"));
        }
        return Optional.empty();
    }

    private Behavior<Message> onOpen(Method method) {
        if (!(method instanceof ConnectionOpen open)) {
            return unexpected(method, "opening");
        }
        virtualHost = open.virtualHost();
        link.environment
                .access()
                .tell(new AccessActor.Enter(
                        user,
                        virtualHost,
                        link.context.messageAdapter(AccessActor.Entry.class, Entered::new),
                        link.context.messageAdapter(Standing.class, ConnectionActor.StandingChanged::new)));
        return phase().onMessage(Entered.class, this::onEntered).build();
    }

    private Behavior<Message> onEntered(Entered entered) {
        if (!entered.entry().virtualHostExists()) {
            return refuse(AmqpError.notAllowed("vhost " + virtualHost + " not found"), 10, 40);
        }
        if (entered.entry().tooMany().isPresent()) {
            return refuse(AmqpError.notAllowed(entered.entry().tooMany().get()), 10, 40);
        }
        grant = entered.entry().grant();
        if (grant.isEmpty()) {
            return refuse(
                    AmqpError.notAllowed("access to vhost '" + virtualHost + "' refused for user '" + user + "'"),
                    10,
                    40);
        }
        link.environment
                .hosts()
                .tell(new ConnectionActor.FindHost(
                        virtualHost, link.context.getSelf().narrow()));
        return phase().onMessage(HostFound.class, this::onHostFound).build();
    }

    private Behavior<Message> onHostFound(HostFound found) {
        if (found.host().isEmpty() || grant.isEmpty()) {
            return refuse(AmqpError.notAllowed("vhost " + virtualHost + " not found"), 10, 40);
        }
        link.timers.cancel(new HandshakeTimedOut());
        link.send(0, new ConnectionOpenOk());
        var session = new Session(
                user,
                virtualHost,
                mechanism,
                clientProperties,
                grant.get(),
                found.host().get(),
                tuned.channelMax(),
                (int) Math.min(
                        tuned.frameMax() == 0 ? link.settings.frameMaxBytes() : tuned.frameMax(),
                        link.settings.frameMaxBytes()),
                tuned.heartbeat());
        link.log.opened(virtualHost);
        return new RunningConnection(link, session).start(pending);
    }

    private Behavior<Message> unexpected(Method method, String state) {
        return refuse(
                AmqpError.channelError("unexpected method in connection state " + state),
                method.classId(),
                method.methodId());
    }

    private Behavior<Message> refuse(AmqpError error, int classId, int methodId) {
        link.log.refused(error.text());
        link.sendClose(error, classId, methodId);
        link.log.closed();
        return Closing.awaitingCloseOk(link, SILENT_CLOSE);
    }

    /** What every phase takes besides its own. */
    private BehaviorBuilder<Message> phase() {
        return BehaviorBuilder.<Message>create()
                .onMessage(SocketClosed.class, closed -> {
                    if (hasSpoken) {
                        link.log.lost();
                    } else {
                        link.log.probed();
                    }
                    return Behaviors.stopped();
                })
                .onMessage(HandshakeTimedOut.class, timedOut -> {
                    link.log.handshakeTimedOut(hasHeader);
                    link.socket.abort();
                    return Behaviors.stopped();
                })
                .onMessage(ConnectionActor.AlarmsChanged.class, change -> {
                    link.alarms = change.alarms();
                    return Behaviors.same();
                })
                .onMessage(ConnectionActor.HeartbeatLost.class, lost -> {
                    link.socket.abort();
                    return Behaviors.stopped();
                })
                .onMessage(ConnectionActor.Describe.class, describe -> {
                    describe.replyTo().tell(Optional.empty());
                    return Behaviors.same();
                })
                .onMessage(ConnectionActor.DescribeChannels.class, describe -> {
                    describe.replyTo().tell(List.of());
                    return Behaviors.same();
                })
                .onMessage(ConnectionActor.CloseByOperator.class, close -> {
                    link.socket.abort();
                    return Behaviors.stopped();
                })
                .onSignal(PostStop.class, stop -> link.ended());
    }
}
