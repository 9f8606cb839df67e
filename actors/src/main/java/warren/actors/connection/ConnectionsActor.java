package warren.actors.connection;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.pattern.StatusReply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import warren.actors.access.AccessActor;
import warren.actors.alarm.Alarms;
import warren.actors.failure.Witness;
import warren.actors.info.ChannelInfo;
import warren.actors.info.ConnectionInfo;
import warren.actors.info.OperatorError;
import warren.actors.vhost.Gathering;
import warren.transport.tcp.IncomingConnection;

/** The parent of all connections. One that fails is not started again: its client's socket closes, and the client connects anew. */
public final class ConnectionsActor extends AbstractBehavior<ConnectionsActor.Command> {
    /** What this actor can be told. */
    public sealed interface Command {}

    /** A client connected. */
    public record Accept(IncomingConnection connection) implements Command {}

    public record ListConnections(ActorRef<List<ConnectionInfo>> replyTo) implements Command {}

    public record ListChannels(ActorRef<List<ChannelInfo>> replyTo) implements Command {}

    /** Refused with NOT_FOUND when there is no connection of this id. */
    public record Close(String id, String reason, ActorRef<StatusReply<Done>> replyTo) implements Command {}

    /** Ends all connections with connection.close 320; answered when they are gone. */
    public record CloseAll(String reason, ActorRef<StatusReply<Done>> replyTo) implements Command {}

    public record Count(ActorRef<Integer> replyTo) implements Command {}

    /** After a reset another actor knows the users. */
    public record ReplaceAccess(ActorRef<AccessActor.Command> access) implements Command {}

    /** From now on these alarms hold those who publish. */
    public record ChangeAlarms(Alarms alarms) implements Command {}

    /** From now on connections begin with these. */
    public record ChangeSettings(ConnectionSettings settings) implements Command {}

    private static final Logger LOG = LoggerFactory.getLogger("warren.connection");
    private static final String NAME = "connection-";

    private ConnectionSettings settings;
    private ConnectionEnvironment environment;
    private final Map<ActorRef<ConnectionActor.Message>, IncomingConnection> connections = new LinkedHashMap<>();
    private final List<ActorRef<StatusReply<Done>>> waitingForAll = new ArrayList<>();
    private Alarms alarms = Alarms.NONE;
    private long accepted;

    /** No connections yet. */
    public static Behavior<Command> create(ConnectionSettings settings, ConnectionEnvironment environment) {
        return Witness.steadfast(
                "connections",
                Behaviors.setup(context -> new ConnectionsActor(context, settings, environment)),
                ConnectionsActor::refuse);
    }

    /** All connections are its children: none is to end because one could not begin. */
    private static boolean refuse(Command command) {
        if (command instanceof Accept accept) {
            accept.connection().abort();
        }
        return true;
    }

    private ConnectionsActor(
            ActorContext<Command> context, ConnectionSettings settings, ConnectionEnvironment environment) {
        super(context);
        this.settings = settings;
        this.environment = environment;
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Accept.class, this::onAccept)
                .onMessage(ListConnections.class, this::onListConnections)
                .onMessage(ListChannels.class, this::onListChannels)
                .onMessage(Close.class, this::onClose)
                .onMessage(CloseAll.class, this::onCloseAll)
                .onMessage(Count.class, this::onCount)
                .onMessage(ChangeAlarms.class, this::onChangeAlarms)
                .onMessage(ReplaceAccess.class, this::onReplaceAccess)
                .onMessage(ChangeSettings.class, this::onChangeSettings)
                .onSignal(ChildFailed.class, this::onConnectionFailed)
                .onSignal(Terminated.class, signal -> ended(signal.getRef()))
                .build();
    }

    /** That of a connection among all that were accepted. */
    static String number(ActorRef<ConnectionActor.Message> connection) {
        return connection.path().name().substring(NAME.length());
    }

    private Behavior<Command> onAccept(Accept command) {
        var connection = getContext()
                .spawn(ConnectionActor.create(settings, environment, command.connection()), NAME + ++accepted);
        connections.put(connection, command.connection());
        if (alarms.areOn()) {
            connection.tell(new ConnectionActor.AlarmsChanged(alarms));
        }
        getContext().watch(connection);
        return this;
    }

    /** A defect of ours: wherever it was, its socket does not stay. */
    private Behavior<Command> onConnectionFailed(ChildFailed failure) {
        IncomingConnection incoming = connections.get(failure.getRef().<ConnectionActor.Message>unsafeUpcast());
        if (incoming != null) {
            LOG.error("the connection from {} failed and is closed", incoming.remoteAddress(), failure.cause());
            incoming.abort();
        }
        return ended(failure.getRef());
    }

    private Behavior<Command> ended(ActorRef<Void> connection) {
        connections.remove(connection.<ConnectionActor.Message>unsafeUpcast());
        if (connections.isEmpty()) {
            waitingForAll.forEach(replyTo -> replyTo.tell(StatusReply.ack()));
            waitingForAll.clear();
        }
        return this;
    }

    @SuppressWarnings("unchecked")
    private Behavior<Command> onListConnections(ListConnections command) {
        Gathering.Question<ConnectionActor.Message, Optional<ConnectionInfo>> describe = ConnectionActor.Describe::new;
        getContext()
                .spawnAnonymous(Gathering.create(
                        List.copyOf(connections.keySet()),
                        describe,
                        (Class<Optional<ConnectionInfo>>) (Class<?>) Optional.class,
                        answers -> command.replyTo()
                                .tell(answers.stream().flatMap(Optional::stream).toList())));
        return this;
    }

    @SuppressWarnings("unchecked")
    private Behavior<Command> onListChannels(ListChannels command) {
        Gathering.Question<ConnectionActor.Message, List<ChannelInfo>> describe = ConnectionActor.DescribeChannels::new;
        getContext()
                .spawnAnonymous(Gathering.create(
                        List.copyOf(connections.keySet()),
                        describe,
                        (Class<List<ChannelInfo>>) (Class<?>) List.class,
                        answers -> command.replyTo()
                                .tell(answers.stream().flatMap(List::stream).toList())));
        return this;
    }

    private Behavior<Command> onClose(Close command) {
        for (ActorRef<ConnectionActor.Message> connection : connections.keySet()) {
            if (connection.path().name().equals(command.id())) {
                connection.tell(new ConnectionActor.CloseByOperator(command.reason()));
                command.replyTo().tell(StatusReply.ack());
                return this;
            }
        }
        command.replyTo()
                .tell(StatusReply.error(
                        new OperatorError(OperatorError.Reason.NOT_FOUND, "no connection " + command.id())));
        return this;
    }

    private Behavior<Command> onCloseAll(CloseAll command) {
        if (connections.isEmpty()) {
            command.replyTo().tell(StatusReply.ack());
            return this;
        }
        waitingForAll.add(command.replyTo());
        connections
                .keySet()
                .forEach(connection -> connection.tell(new ConnectionActor.CloseByOperator(command.reason())));
        return this;
    }

    private Behavior<Command> onCount(Count command) {
        command.replyTo().tell(connections.size());
        return this;
    }

    private Behavior<Command> onChangeAlarms(ChangeAlarms command) {
        alarms = command.alarms();
        connections.keySet().forEach(connection -> connection.tell(new ConnectionActor.AlarmsChanged(alarms)));
        return this;
    }

    private Behavior<Command> onReplaceAccess(ReplaceAccess command) {
        environment = environment.with(command.access());
        return this;
    }

    private Behavior<Command> onChangeSettings(ChangeSettings command) {
        settings = command.settings();
        return this;
    }
}
