package warren.actors.broker;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.pattern.StatusReply;
import org.jspecify.annotations.Nullable;
import warren.actors.access.AccessActor;
import warren.actors.alarm.AlarmSettings;
import warren.actors.alarm.AlarmsActor;
import warren.actors.connection.ConnectionActor;
import warren.actors.connection.ConnectionEnvironment;
import warren.actors.connection.ConnectionsActor;
import warren.actors.extension.ExtensionPublishing;
import warren.actors.failure.Witness;
import warren.actors.feed.EventFeed;
import warren.actors.info.OperatorError;
import warren.actors.info.OperatorError.Reason;
import warren.actors.queue.MessageMemory;
import warren.actors.service.ExtensionPublisher;
import warren.actors.vhost.Tracing;
import warren.actors.vhost.VirtualHostActor;
import warren.actors.vhost.VirtualHostSettings;
import warren.persistence.event.LimitsDefinition;
import warren.persistence.event.VirtualHostDefinition;
import warren.persistence.journal.StoreExtension;
import warren.persistence.store.DamagedException;
import warren.transport.frame.ContentMemory;

/**
 * The root of all actors: starts access, virtual hosts and connections, opens the port when the definitions are recovered, and carries
 * out what operators ask ({@link Operator}). If one of its children ends it fails too, and the process ends: there is no broker without
 * them. They and it survive requests that fail. Who waits for the start is told when definitions turn out to be damaged.
 */
public final class BrokerActor extends AbstractBehavior<BrokerActor.Command> {
    /** What the root is told: by operators, and by its children. */
    public interface Command {}

    private record FromAccess(AccessActor.VirtualHosts hosts) implements Command {}

    private record HostStarted(String name) implements Command {}

    private record FindHost(ConnectionActor.FindHost question) implements Command {}

    private record Bound(
            @Nullable Listeners listeners, @Nullable Throwable failure) implements Command {}

    /** Connections are closed, and what their clients sent is on disk. */
    private record Quiet(ActorRef<StatusReply<Done>> replyTo) implements Command {}

    /** Bodies that come in pieces take no more than this part of the heap: each is there up to four times while it is stored, beside what waits. */
    private static final int CONTENTS_HEAP_SHARE = 16;

    /** The broker. {@link Operator.AwaitStartup} tells when it takes connections, or the one line that says why it does not. */
    public static Behavior<Command> create(BrokerSettings settings) {
        return Behaviors.setup(context -> {
            var broker = new BrokerActor(context, settings);
            // once there is a broker what is asked fails alone; who waits for the answer loses patience
            return Witness.steadfast(
                    "broker",
                    broker,
                    command -> broker.isRunning() && (command instanceof Operator || command instanceof FindHost));
        });
    }

    BrokerSettings settings;
    final Instant startedAt = Instant.now();
    final ActorRef<ConnectionsActor.Command> connections;
    final ActorRef<AlarmsActor.Command> alarms;
    ActorRef<AccessActor.Command> access;
    private final OperatorDesk desk;
    private final Map<String, ActorRef<VirtualHostActor.Command>> hosts = new LinkedHashMap<>();
    private final Set<String> starting = new HashSet<>();
    private final List<ActorRef<StatusReply<Done>>> awaitingStartup = new ArrayList<>();
    private List<VirtualHostDefinition> definitions = List.of();
    /** How many queues a virtual host may have, where there is a limit. */
    private final Map<String, Long> queueLimits = new HashMap<>();

    private final ContentMemory contents;
    private @Nullable Listeners listeners;
    private boolean wanted = true;
    private boolean binding;
    /** Why there is no start. */
    private Optional<OperatorError> damage = Optional.empty();

    private BrokerActor(ActorContext<Command> context, BrokerSettings settings) {
        super(context);
        this.settings = settings;
        this.access = startAccess();
        this.contents = new ContentMemory(Runtime.getRuntime().maxMemory() / CONTENTS_HEAP_SHARE);
        if (contents.largestBytes() < settings.messageMaxBytes()) {
            context.getLog()
                    .warn(
                            "this heap has room for message bodies of up to {} bytes; max-message-size is {}",
                            contents.largestBytes(),
                            settings.messageMaxBytes());
        }
        ActorRef<ConnectionActor.FindHost> finder =
                context.messageAdapter(ConnectionActor.FindHost.class, FindHost::new);
        this.connections = context.spawn(
                ConnectionsActor.create(
                        settings.forConnections(contents.largestBytes()),
                        new ConnectionEnvironment(access, finder, contents)),
                "connections");
        context.watch(connections);
        this.alarms = startAlarms();
        this.desk = new OperatorDesk(context, this);
    }

    private ActorRef<AlarmsActor.Command> startAlarms() {
        var system = getContext().getSystem();
        var started = getContext()
                .spawn(
                        AlarmsActor.create(
                                new AlarmSettings(
                                        settings.node(),
                                        Path.of(settings.dataDirectory()),
                                        StoreExtension.RESERVE_BYTES,
                                        settings.diskFreeLimitBytes(),
                                        settings.memoryWatermark()),
                                MessageMemory.get(system)::heldBytes,
                                changed -> {
                                    contents.setPatient(changed.areOn());
                                    connections.tell(new ConnectionsActor.ChangeAlarms(changed));
                                }),
                        "alarms");
        getContext().watch(started);
        return started;
    }

    private ActorRef<AccessActor.Command> startAccess() {
        var started = getContext()
                .spawnAnonymous(AccessActor.create(
                        settings.access(),
                        getContext().messageAdapter(AccessActor.VirtualHosts.class, FromAccess::new)));
        getContext().watch(started);
        return started;
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(FindHost.class, this::onFindHost)
                .onMessage(FromAccess.class, this::onFromAccess)
                .onMessage(HostStarted.class, this::onHostStarted)
                .onMessage(Bound.class, this::onBound)
                .onMessage(Quiet.class, this::onQuiet)
                .onMessage(Operator.AwaitStartup.class, this::onAwaitStartup)
                .onMessage(Operator.StopApplication.class, this::onStopApplication)
                .onMessage(Operator.StartApplication.class, this::onStartApplication)
                .onMessage(Operator.Reset.class, this::onReset)
                .onMessage(Operator.class, request -> {
                    desk.handle(request);
                    return this;
                })
                .onSignal(ChildFailed.class, this::onChildFailed)
                .build();
    }

    private Behavior<Command> onFindHost(FindHost command) {
        Optional<ActorRef<VirtualHostActor.Command>> found =
                host(command.question().name());
        command.question().replyTo().tell(new ConnectionActor.HostFound(found));
        return this;
    }

    Optional<ActorRef<VirtualHostActor.Command>> host(String name) {
        return Optional.ofNullable(hosts.get(name));
    }

    List<ActorRef<VirtualHostActor.Command>> hosts() {
        return List.copyOf(hosts.values());
    }

    List<BrokerStatus.Listener> listeners() {
        return listeners == null ? List.of() : listeners.shown();
    }

    boolean isRunning() {
        return listeners != null;
    }

    /** For what begins from now on. */
    void change(BrokerSettings changed) {
        settings = changed;
        connections.tell(new ConnectionsActor.ChangeSettings(changed.forConnections(contents.largestBytes())));
        access.tell(new AccessActor.ChangeSettings(changed.access()));
    }

    private Behavior<Command> onFromAccess(FromAccess message) {
        definitions = message.hosts().all();
        queueLimits.clear();
        for (LimitsDefinition limits : message.hosts().limits()) {
            limits.limit(LimitsDefinition.QUEUES).ifPresent(max -> queueLimits.put(limits.name(), max));
        }
        hosts.forEach(this::tellQueueLimit);
        if (wanted) {
            startAndEndHosts(message.hosts().by());
        }
        return this;
    }

    private void tellQueueLimit(String host, ActorRef<VirtualHostActor.Command> actor) {
        Long max = queueLimits.get(host);
        actor.tell(new VirtualHostActor.LimitQueues(max == null ? OptionalLong.empty() : OptionalLong.of(max)));
    }

    /** {@code by}: in whose name virtual hosts were deleted. */
    private void startAndEndHosts(String by) {
        for (VirtualHostDefinition definition : definitions) {
            if (!hosts.containsKey(definition.name())) {
                starting.add(definition.name());
                ActorRef<VirtualHostActor.Command> actor = getContext()
                        .spawn(
                                VirtualHostActor.create(
                                        new VirtualHostSettings(
                                                definition.name(), definition.id(), this::extensionPublisher),
                                        getContext().messageAdapter(String.class, HostStarted::new)),
                                "vhost-" + definition.id() + "-" + System.nanoTime());
                getContext().watch(actor);
                hosts.put(definition.name(), actor);
                tellQueueLimit(definition.name(), actor);
            }
        }
        var gone = new LinkedHashSet<>(hosts.keySet());
        definitions.forEach(definition -> gone.remove(definition.name()));
        for (String name : gone) {
            forget(name).tell(new VirtualHostActor.InNameOf(by, new VirtualHostActor.End()));
            Tracing.get(getContext().getSystem()).forget(name);
        }
        bindIfReady();
    }

    private void stopHosts() {
        List.copyOf(hosts.keySet()).forEach(name -> getContext().stop(forget(name)));
    }

    private ActorRef<VirtualHostActor.Command> forget(String name) {
        ActorRef<VirtualHostActor.Command> actor = Objects.requireNonNull(hosts.remove(name));
        getContext().unwatch(actor);
        starting.remove(name);
        return actor;
    }

    private Behavior<ExtensionPublishing.Publish> extensionPublisher(
            ActorRef<VirtualHostActor.Command> host, String name) {
        return ExtensionPublisher.create(host, name, settings.messageMaxBytes());
    }

    private Behavior<Command> onHostStarted(HostStarted message) {
        starting.remove(message.name());
        bindIfReady();
        return this;
    }

    private void bindIfReady() {
        if (!wanted || binding || listeners != null || hosts.isEmpty() || !starting.isEmpty()) {
            return;
        }
        binding = true;
        getContext()
                .pipeToSelf(
                        Listeners.open(
                                Adapter.toClassic(getContext().getSystem()),
                                settings.ports(),
                                connection -> connections.tell(new ConnectionsActor.Accept(connection))),
                        Bound::new);
    }

    private Behavior<Command> onBound(Bound bound) {
        binding = false;
        listeners = bound.listeners();
        if (listeners != null) {
            listeners.lines().forEach(line -> getContext().getLog().info(line));
            answerStartup(StatusReply.ack());
            return this;
        }
        Throwable failure = bound.failure();
        Throwable cause = failure != null && failure.getCause() != null ? failure.getCause() : failure;
        String text = cause == null ? "no ports" : String.valueOf(cause.getMessage());
        getContext().getLog().error(text, cause);
        answerStartup(StatusReply.error(new OperatorError(Reason.REFUSED, text)));
        return this;
    }

    private void answerStartup(StatusReply<Done> answer) {
        awaitingStartup.forEach(waiting -> waiting.tell(answer));
        awaitingStartup.clear();
    }

    private Behavior<Command> onChildFailed(ChildFailed failure) {
        Optional<DamagedException> found = DamagedException.in(failure.cause());
        if (found.isEmpty() || listeners != null) {
            return Behaviors.unhandled();
        }
        String whose = hosts.entrySet().stream()
                .filter(host -> host.getValue().path().equals(failure.getRef().path()))
                .map(host -> "virtual host '" + host.getKey() + "'")
                .findFirst()
                .orElse("users, permissions and virtual hosts");
        var refusal = new OperatorError(
                Reason.REFUSED,
                "the definitions of " + whose + " are damaged: " + found.get().getMessage()
                        + "; 'warrenctl repair_store' saves what can be read");
        damage = Optional.of(refusal);
        wanted = false;
        stopHosts();
        answerStartup(StatusReply.error(refusal));
        return this;
    }

    private Behavior<Command> onAwaitStartup(Operator.AwaitStartup command) {
        if (listeners != null) {
            command.replyTo().tell(StatusReply.ack());
        } else if (damage.isPresent()) {
            command.replyTo().tell(StatusReply.error(damage.get()));
        } else {
            awaitingStartup.add(command.replyTo());
        }
        return this;
    }

    private Behavior<Command> onStopApplication(Operator.StopApplication command) {
        wanted = false;
        if (listeners != null) {
            listeners.close();
            listeners = null;
        }
        getContext()
                .pipeToSelf(
                        Quiescence.begin(
                                connections, hosts(), getContext().getSystem().scheduler()),
                        (quiet, failure) -> new Quiet(command.replyTo()));
        return this;
    }

    private Behavior<Command> onQuiet(Quiet message) {
        stopHosts();
        message.replyTo().tell(StatusReply.ack());
        return this;
    }

    private Behavior<Command> onStartApplication(Operator.StartApplication command) {
        wanted = true;
        damage = Optional.empty();
        awaitingStartup.add(command.replyTo());
        if (listeners != null) {
            onBound(new Bound(listeners, null));
        } else {
            startAndEndHosts(EventFeed.INTERNAL_USER);
        }
        return this;
    }

    private Behavior<Command> onReset(Operator.Reset command) {
        if (wanted) {
            command.replyTo()
                    .tell(StatusReply.error(new OperatorError(
                            Reason.REFUSED,
                            "this command requires the 'rabbit' app to be stopped on the target node."
                                    + " Stop it with 'rabbitmqctl stop_app'.")));
            return this;
        }
        getContext().unwatch(access);
        getContext().stop(access);
        StoreExtension store = StoreExtension.get(getContext().getSystem());
        store.persistenceIds("").forEach(store::purge);
        access = startAccess();
        connections.tell(new ConnectionsActor.ReplaceAccess(access));
        command.replyTo().tell(StatusReply.ack());
        return this;
    }
}
