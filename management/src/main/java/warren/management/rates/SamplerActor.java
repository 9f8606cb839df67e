package warren.management.rates;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.eventstream.EventStream;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;
import warren.actors.failure.Witness;
import warren.actors.info.BrokerEvent;
import warren.actors.info.ChannelInfo;
import warren.actors.info.ConnectionInfo;
import warren.actors.info.ExchangeInfo;
import warren.actors.info.QueueInfo;
import warren.actors.info.VirtualHostInfo;
import warren.management.broker.Broker;

/**
 * Asks the broker for pictures of its objects at an interval and gives them to {@link Rates}, together with the events of the stream. The
 * next round begins an interval after the end of the one before: a broker that is busy is asked less often. A round that fails is left
 * out.
 */
public final class SamplerActor extends AbstractBehavior<SamplerActor.Command> {
    /** What this actor can be told. */
    public sealed interface Command {}

    /** Nobody looks any more. */
    public record Stop() implements Command {}

    private record Tick() implements Command {}

    private record Happened(BrokerEvent event) implements Command {}

    private record Sampled(@Nullable Sample sample) implements Command {}

    private record Sample(
            Map<String, Set<String>> exchanges,
            List<QueueInfo> queues,
            List<ChannelInfo> channels,
            List<ConnectionInfo> connections) {}

    private static final Duration LOST = Duration.ofMinutes(1);

    private final TimerScheduler<Command> timers;
    private final Broker broker;
    private final Rates rates;
    private final Duration interval;

    /** Begins at once. */
    public static Behavior<Command> create(Broker broker, Rates rates, Duration interval) {
        return Witness.steadfast(
                "metrics",
                Behaviors.setup(context ->
                        Behaviors.withTimers(timers -> new SamplerActor(context, timers, broker, rates, interval))),
                command -> true);
    }

    private SamplerActor(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            Broker broker,
            Rates rates,
            Duration interval) {
        super(context);
        this.timers = timers;
        this.broker = broker;
        this.rates = rates;
        this.interval = interval;
        context.getSystem()
                .eventStream()
                .tell(new EventStream.Subscribe<>(
                        BrokerEvent.class, context.messageAdapter(BrokerEvent.class, Happened::new)));
        context.getSelf().tell(new Tick());
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Stop.class, this::onStop)
                .onMessage(Tick.class, this::onTick)
                .onMessage(Happened.class, this::onHappened)
                .onMessage(Sampled.class, this::onSampled)
                .build();
    }

    private Behavior<Command> onStop(Stop command) {
        return Behaviors.stopped();
    }

    private Behavior<Command> onTick(Tick tick) {
        // in case that no answer comes of this one
        timers.startSingleTimer(new Tick(), interval.plus(LOST));
        getContext().pipeToSelf(sample(), (sample, failure) -> new Sampled(sample));
        return this;
    }

    private CompletionStage<Sample> sample() {
        return broker.access().thenCompose(access -> {
            List<String> hosts =
                    access.virtualHosts().stream().map(VirtualHostInfo::name).toList();
            return Broker.inAll(hosts, broker::exchanges)
                    .thenApply(exchanges -> names(hosts, exchanges))
                    .thenCombine(
                            Broker.inAll(hosts, broker::queues),
                            (exchanges, queues) -> new Sample(exchanges, queues, List.of(), List.of()))
                    .thenCombine(
                            broker.channels(),
                            (so, channels) -> new Sample(so.exchanges, so.queues, channels, List.of()))
                    .thenCombine(
                            broker.connections(),
                            (so, connections) -> new Sample(so.exchanges, so.queues, so.channels, connections));
        });
    }

    private static Map<String, Set<String>> names(List<String> hosts, List<ExchangeInfo> exchanges) {
        Map<String, Set<String>> names = new HashMap<>();
        hosts.forEach(host -> names.put(host, new HashSet<>()));
        exchanges.forEach(each -> names.computeIfAbsent(each.virtualHost(), host -> new HashSet<>())
                .add(each.name()));
        return names;
    }

    private Behavior<Command> onHappened(Happened message) {
        rates.happened(message.event());
        return this;
    }

    private Behavior<Command> onSampled(Sampled message) {
        timers.startSingleTimer(new Tick(), interval);
        Sample sample = message.sample();
        if (sample != null) {
            rates.sampled(
                    System.currentTimeMillis(), sample.exchanges, sample.queues, sample.channels, sample.connections);
        }
        return this;
    }
}
