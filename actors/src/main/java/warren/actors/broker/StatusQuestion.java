package warren.actors.broker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Scheduler;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import warren.actors.alarm.AlarmsActor;
import warren.actors.alarm.AlarmsReport;
import warren.actors.broker.BrokerStatus.Listener;
import warren.actors.connection.ConnectionsActor;
import warren.actors.info.JournalInfo;
import warren.actors.vhost.VirtualHostActor;
import warren.persistence.journal.StoreExtension;
import warren.persistence.store.StoreStatistics;

/** An operator asks for the status: what the root actor knows, with the sums of its virtual hosts. Part of the root actor. */
final class StatusQuestion {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ActorContext<BrokerActor.Command> context;
    private final BrokerActor broker;

    StatusQuestion(ActorContext<BrokerActor.Command> context, BrokerActor broker) {
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

    void answer(ActorRef<BrokerStatus> replyTo) {
        int hosts = broker.hosts().size();
        CompletionStage<Sums> sums = CompletableFuture.completedFuture(Sums.NOTHING);
        for (ActorRef<VirtualHostActor.Command> host : broker.hosts()) {
            CompletionStage<VirtualHostActor.Counts> counts =
                    AskPattern.ask(host, VirtualHostActor.Count::new, PATIENCE, scheduler());
            sums = sums.thenCombine(counts, Sums::plus);
        }
        CompletionStage<Integer> connections =
                AskPattern.ask(broker.connections, ConnectionsActor.Count::new, PATIENCE, scheduler());
        List<Listener> listeners = broker.listeners();
        BrokerSettings settings = broker.settings;
        boolean running = broker.isRunning();
        CompletionStage<AlarmsReport> alarms =
                AskPattern.ask(broker.alarms, AlarmsActor.Report::new, PATIENCE, scheduler());
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
                                report,
                                journal()))
                .thenAccept(replyTo::tell);
    }

    private JournalInfo journal() {
        StoreStatistics store = StoreExtension.get(context.getSystem()).statistics();
        return new JournalInfo(
                store.diskBytes(),
                store.liveBytes(),
                store.segments(),
                store.writes(),
                store.records(),
                store.writtenBytes(),
                store.pending(),
                store.syncs().nanos(),
                StoreStatistics.SYNC_LIMITS_NANOS,
                LongStream.of(store.syncs().counts()).boxed().toList());
    }

    private Scheduler scheduler() {
        return context.getSystem().scheduler();
    }
}
