package warren.management.prometheus;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.eventstream.EventStream;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.pattern.StatusReply;
import org.jspecify.annotations.Nullable;
import warren.actors.broker.BrokerStatus;
import warren.actors.failure.Witness;
import warren.actors.info.AccessPicture;
import warren.actors.info.BrokerEvent;
import warren.actors.info.ChannelInfo;
import warren.actors.info.ConnectionInfo;
import warren.actors.info.QueueInfo;
import warren.actors.info.VirtualHostInfo;
import warren.management.broker.Broker;

/**
 * Gathers what a scrape shows, one gathering at a time: who asks meanwhile gets the same. Keeps what queues, channels and connections
 * had counted when they ended. While nobody scrapes it only adds up.
 */
final class CollectorActor extends AbstractBehavior<CollectorActor.Command> {
    /** What this actor can be told. */
    sealed interface Command {}

    /** Answered with an error when the broker does not answer. */
    record Collect(ActorRef<StatusReply<Scrape>> replyTo) implements Command {}

    /** The port is closed. */
    record Stop() implements Command {}

    private record Happened(BrokerEvent event) implements Command {}

    private record Gathered(
            @Nullable Pictures pictures, @Nullable Throwable failure) implements Command {}

    private record Pictures(
            BrokerStatus status,
            AccessPicture access,
            List<QueueInfo> queues,
            List<ChannelInfo> channels,
            List<ConnectionInfo> connections) {}

    private static final List<String> TYPES = List.of("classic", "quorum", "stream");

    private final Broker broker;
    private final Churn churn = new Churn();
    private final Sums<ChannelInfo> channels = new Sums<>(RabbitMetrics.ofChannels(), ChannelInfo::name);
    private final Sums<ConnectionInfo> connections = new Sums<>(RabbitMetrics.ofConnections(), ConnectionInfo::id);
    private final Map<String, Sums<QueueCounts>> queues = TYPES.stream()
            .collect(Collectors.toMap(
                    Function.identity(), type -> new Sums<>(RabbitMetrics.ofQueues(), QueueCounts::id)));
    private final List<ActorRef<StatusReply<Scrape>>> waiting = new ArrayList<>();

    /** Adds up from now on. */
    static Behavior<Command> create(Broker broker) {
        return Behaviors.supervise(
                        Witness.of("metrics", Behaviors.<Command>setup(context -> new CollectorActor(context, broker))))
                .onFailure(SupervisorStrategy.restart());
    }

    private CollectorActor(ActorContext<Command> context, Broker broker) {
        super(context);
        this.broker = broker;
        context.getSystem()
                .eventStream()
                .tell(new EventStream.Subscribe<>(
                        BrokerEvent.class, context.messageAdapter(BrokerEvent.class, Happened::new)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Collect.class, this::onCollect)
                .onMessage(Stop.class, this::onStop)
                .onMessage(Happened.class, this::onHappened)
                .onMessage(Gathered.class, this::onGathered)
                .build();
    }

    private Behavior<Command> onCollect(Collect command) {
        waiting.add(command.replyTo());
        if (waiting.size() == 1) {
            channels.begin();
            connections.begin();
            queues.values().forEach(Sums::begin);
            getContext().pipeToSelf(gather(), Gathered::new);
        }
        return this;
    }

    private CompletionStage<Pictures> gather() {
        CompletionStage<Pictures> begun = broker.status()
                .thenCombine(
                        broker.access(),
                        (status, access) -> new Pictures(status, access, List.of(), List.of(), List.of()));
        return begun.thenCompose(so -> Broker.inAll(
                        so.access.virtualHosts().stream()
                                .map(VirtualHostInfo::name)
                                .toList(),
                        broker::queues)
                .thenApply(all -> new Pictures(so.status, so.access, all, List.of(), List.of()))
                .thenCombine(
                        broker.channels(),
                        (with, all) -> new Pictures(with.status, with.access, with.queues, all, List.of()))
                .thenCombine(
                        broker.connections(),
                        (with, all) -> new Pictures(with.status, with.access, with.queues, with.channels, all)));
    }

    private Behavior<Command> onStop(Stop command) {
        waiting.forEach(replyTo -> replyTo.tell(StatusReply.error("the port is closed")));
        return Behaviors.stopped();
    }

    private Behavior<Command> onHappened(Happened message) {
        BrokerEvent event = message.event();
        churn.count(event);
        if (event instanceof BrokerEvent.ChannelClosed closed) {
            channels.ended(closed.channel());
        } else if (event instanceof BrokerEvent.ConnectionClosed closed) {
            connections.ended(closed.connection());
        } else if (event instanceof BrokerEvent.QueueEnded ended) {
            ofType(ended.type()).ended(QueueCounts.of(ended));
        }
        return this;
    }

    private Sums<QueueCounts> ofType(String type) {
        Sums<QueueCounts> sums = queues.get(type);
        if (sums == null) {
            throw new IllegalStateException("a queue of type " + type);
        }
        return sums;
    }

    private Behavior<Command> onGathered(Gathered message) {
        Pictures pictures = message.pictures();
        StatusReply<Scrape> answer = pictures == null
                ? StatusReply.error(message.failure() == null ? new IllegalStateException() : message.failure())
                : StatusReply.success(scrape(pictures));
        waiting.forEach(replyTo -> replyTo.tell(answer));
        waiting.clear();
        return this;
    }

    private Scrape scrape(Pictures pictures) {
        Map<String, Map<String, Double>> byType = TYPES.stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        type -> ofType(type)
                                .end(pictures.queues.stream()
                                        .filter(queue -> queue.type().equals(type))
                                        .map(QueueCounts::of)
                                        .toList())));
        return new Scrape(
                pictures.status,
                pictures.access,
                pictures.queues,
                pictures.channels,
                pictures.connections,
                new Scrape.Counted(
                        new Churn(churn),
                        channels.end(pictures.channels),
                        connections.end(pictures.connections),
                        byType));
    }
}
