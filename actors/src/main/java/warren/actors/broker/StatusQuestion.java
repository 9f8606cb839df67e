package warren.actors.broker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import warren.actors.alarm.AlarmsActor;
import warren.actors.alarm.AlarmsReport;
import warren.actors.broker.BrokerStatus.Listener;
import warren.actors.connection.ConnectionsActor;
import warren.actors.vhost.VirtualHostActor;

/** Asks all who know a part of the broker's status, and puts it together. */
final class StatusQuestion {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ActorSystem<?> system;
    private final BrokerActor broker;

    StatusQuestion(ActorSystem<?> system, BrokerActor broker) {
        this.system = system;
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

    void ask(ActorRef<BrokerStatus> replyTo) {
        int hosts = broker.hosts().size();
        CompletionStage<Sums> sums = CompletableFuture.completedFuture(Sums.NOTHING);
        for (ActorRef<VirtualHostActor.Command> host : broker.hosts()) {
            CompletionStage<VirtualHostActor.Counts> counts =
                    AskPattern.ask(host, VirtualHostActor.Count::new, PATIENCE, system.scheduler());
            sums = sums.thenCombine(counts, Sums::plus);
        }
        CompletionStage<Integer> connections =
                AskPattern.ask(broker.connections, ConnectionsActor.Count::new, PATIENCE, system.scheduler());
        List<Listener> listeners = broker.listeners();
        BrokerSettings settings = broker.settings;
        boolean running = broker.isRunning();
        CompletionStage<AlarmsReport> alarms =
                AskPattern.ask(broker.alarms, AlarmsActor.Report::new, PATIENCE, system.scheduler());
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
