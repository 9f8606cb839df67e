package warren.actors.broker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import warren.actors.alarm.AlarmsActor;
import warren.actors.alarm.AlarmsReport;
import warren.actors.broker.BrokerStatus.Listener;
import warren.actors.connection.ConnectionsActor;
import warren.actors.vhost.VirtualHostActor;

/** Gathers the broker's status from those who know its parts. Part of the root actor. */
final class StatusDesk {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ActorContext<BrokerActor.Command> context;
    private final BrokerActor broker;

    StatusDesk(ActorContext<BrokerActor.Command> context, BrokerActor broker) {
        this.context = context;
        this.broker = broker;
    }

    private record Sums(int queues, int restarts, BrokerStatus.Recovery recovery) {
        static final Sums NOTHING = new Sums(0, 0, new BrokerStatus.Recovery(0, 0));

        Sums plus(VirtualHostActor.Counts host) {
            var recovered = new BrokerStatus.Recovery(
                    host.recovery().recovered(), host.recovery().toGo());
            return new Sums(queues + host.queues(), restarts + host.restarts(), recovery.plus(recovered));
        }
    }

    private record Load(Sums sums, int connections) {}

    /** Answers when all have been asked. */
    void tell(ActorRef<BrokerStatus> replyTo) {
        int hosts = broker.hosts().size();
        CompletionStage<Sums> sums = CompletableFuture.completedFuture(Sums.NOTHING);
        for (ActorRef<VirtualHostActor.Command> host : broker.hosts()) {
            CompletionStage<VirtualHostActor.Counts> counts = AskPattern.ask(
                    host,
                    VirtualHostActor.Count::new,
                    PATIENCE,
                    context.getSystem().scheduler());
            sums = sums.thenCombine(counts, Sums::plus);
        }
        CompletionStage<Integer> connections = AskPattern.ask(
                broker.connections,
                ConnectionsActor.Count::new,
                PATIENCE,
                context.getSystem().scheduler());
        List<Listener> listeners = broker.address()
                .map(address -> List.of(
                        new Listener(address.getAddress().getHostAddress(), address.getPort(), "amqp", "AMQP 0-9-1")))
                .orElse(List.of());
        BrokerSettings settings = broker.settings;
        boolean running = broker.isRunning();
        CompletionStage<AlarmsReport> alarms = AskPattern.ask(
                broker.alarms,
                AlarmsActor.Report::new,
                PATIENCE,
                context.getSystem().scheduler());
        sums.thenCombine(connections, Load::new)
                .thenCombine(
                        alarms,
                        (load, report) -> new BrokerStatus(
                                settings.node(),
                                settings.version(),
                                broker.startedAt,
                                running,
                                settings.fsync(),
                                settings.dataDirectory(),
                                listeners,
                                load.connections,
                                load.sums.queues,
                                load.sums.recovery,
                                hosts,
                                load.sums.restarts,
                                report))
                .thenAccept(replyTo::tell);
    }
}
