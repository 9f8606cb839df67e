package warren.actors.vhost;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import warren.actors.failure.Witness;
import warren.actors.queue.JointCommit;
import warren.actors.queue.JointCommit.Command;
import warren.actors.queue.JointCommit.Coordinate;
import warren.actors.queue.JointCommit.Prepared;
import warren.actors.queue.JointCommit.Share;
import warren.actors.queue.QueueProtocol;
import warren.persistence.journal.JointWrites;
import warren.persistence.journal.StoreExtension;

/**
 * Coordinates the transactions over several durable queues of a virtual host. It hands each queue its share, waits until all are
 * prepared, and lets them write at once ({@link JointWrites}).
 *
 * <p>All shares come from this one actor, in the same order for all queues: so two transactions never wait for each other. When a queue
 * ends the others go on without it. When this actor ends, every share that it has handed out is written alone, unless it is being
 * written with the others already.
 *
 * <p>No attempt goes on for long: while parts wait for each other Pekko's journal answers nobody, not even the one whose part has failed
 * before it came.
 */
final class TransactionActor extends AbstractBehavior<Command> {
    /** Until the last part has come, which takes far less unless one is lost. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private record QueueGone(ActorRef<QueueProtocol.Command> queue) implements Command {}

    /** An attempt to write a transaction is over. */
    private record Ended(long id, long jointWrite, boolean isWritten) implements Command {}

    /** An attempt takes too long. */
    private record Overdue(long jointWrite) implements Command {}

    /** A transaction that is not written yet. */
    private static final class Transaction {
        final Set<ActorRef<QueueProtocol.Command>> queues = new HashSet<>();
        final Map<ActorRef<QueueProtocol.Command>, String> prepared = new LinkedHashMap<>();
        /** The attempt that is under way; 0 while queues have yet to prepare. */
        long jointWrite;
    }

    private final TimerScheduler<Command> timers;
    private final JointWrites writes;
    private final Map<Long, Transaction> open = new LinkedHashMap<>();
    private final Set<ActorRef<QueueProtocol.Command>> watched = new HashSet<>();
    /** Of the queues that have been prepared, for the time that they live. */
    private final Map<ActorRef<QueueProtocol.Command>, String> persistenceIds = new HashMap<>();

    private long lastId;

    /** The one of this virtual host, made on the first use. */
    static ActorRef<JointCommit.Command> of(ActorContext<?> host) {
        return host.getChild("transactions")
                .<ActorRef<JointCommit.Command>>map(ActorRef::unsafeUpcast)
                .orElseGet(() ->
                        host.spawn(create(StoreExtension.get(host.getSystem()).jointWrites()), "transactions"));
    }

    static Behavior<Command> create(JointWrites writes) {
        return Witness.of(
                "transactions",
                Behaviors.setup(
                        context -> Behaviors.withTimers(timers -> new TransactionActor(context, timers, writes))));
    }

    private TransactionActor(ActorContext<Command> context, TimerScheduler<Command> timers, JointWrites writes) {
        super(context);
        this.timers = timers;
        this.writes = writes;
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Coordinate.class, this::onCoordinate)
                .onMessage(Prepared.class, this::onPrepared)
                .onMessage(Ended.class, this::onEnded)
                .onMessage(Overdue.class, this::onOverdue)
                .onMessage(QueueGone.class, this::onQueueGone)
                .onSignal(PostStop.class, this::onPostStop)
                .build();
    }

    private Behavior<Command> onCoordinate(Coordinate command) {
        var transaction = new Transaction();
        open.put(++lastId, transaction);
        var joint = Optional.of(new JointCommit(lastId, getContext().getSelf()));
        for (Share share : command.shares()) {
            transaction.queues.add(share.queue());
            if (watched.add(share.queue())) {
                getContext().watchWith(share.queue(), new QueueGone(share.queue()));
            }
            share.queue().tell(new QueueProtocol.Commit(share.steps(), joint));
        }
        return this;
    }

    private Behavior<Command> onPrepared(Prepared answer) {
        Transaction transaction = open.get(answer.id());
        if (transaction == null) {
            letWriteAlone(answer.id(), Set.of(answer.queue()));
            return this;
        }
        persistenceIds.put(answer.queue(), answer.persistenceId());
        if (answer.failedWrite() == transaction.jointWrite && transaction.jointWrite != 0) {
            // this attempt has failed, perhaps for this queue alone: the others must not wait for its part, and all
            // prepare again
            writes.abandon(transaction.jointWrite);
            transaction.jointWrite = 0;
            transaction.prepared.clear();
        }
        transaction.prepared.put(answer.queue(), answer.persistenceId());
        writeIfPrepared(answer.id(), transaction);
        return this;
    }

    private void writeIfPrepared(long id, Transaction transaction) {
        if (transaction.queues.isEmpty()) {
            open.remove(id);
            return;
        }
        if (transaction.jointWrite != 0 || transaction.prepared.size() < transaction.queues.size()) {
            return;
        }
        JointWrites.Begun begun = writes.begin(transaction.prepared.values());
        transaction.jointWrite = begun.number();
        timers.startSingleTimer(begun.number(), new Overdue(begun.number()), PATIENCE);
        getContext().pipeToSelf(begun.done(), (done, failure) -> new Ended(id, begun.number(), failure == null));
        transaction.prepared.keySet().forEach(queue -> queue.tell(new QueueProtocol.WriteShare(id, begun.number())));
    }

    private Behavior<Command> onEnded(Ended signal) {
        timers.cancel(signal.jointWrite());
        Transaction transaction = open.get(signal.id());
        // after an attempt that has failed its queues prepare again
        if (signal.isWritten() && transaction != null) {
            if (transaction.jointWrite == signal.jointWrite()) {
                open.remove(signal.id());
            } else if (transaction.jointWrite == 0) {
                // it was written all the same: whose journal failed after that has nobody left to wait for
                open.remove(signal.id());
                letWriteAlone(signal.id(), transaction.prepared.keySet());
            }
        }
        return this;
    }

    private Behavior<Command> onOverdue(Overdue signal) {
        writes.abandon(signal.jointWrite());
        return this;
    }

    private static void letWriteAlone(long id, Collection<ActorRef<QueueProtocol.Command>> queues) {
        queues.forEach(queue -> queue.tell(new QueueProtocol.WriteShare(id, 0)));
    }

    private Behavior<Command> onQueueGone(QueueGone signal) {
        watched.remove(signal.queue());
        String persistenceId = persistenceIds.remove(signal.queue());
        if (persistenceId != null) {
            writes.withdraw(persistenceId);
        }
        for (Map.Entry<Long, Transaction> each : List.copyOf(open.entrySet())) {
            Transaction transaction = each.getValue();
            if (transaction.queues.remove(signal.queue())) {
                transaction.prepared.remove(signal.queue());
                writeIfPrepared(each.getKey(), transaction);
            }
        }
        return this;
    }

    private Behavior<Command> onPostStop(PostStop signal) {
        open.forEach((id, transaction) -> {
            // nobody would notice a part that does not come
            writes.abandon(transaction.jointWrite);
            letWriteAlone(id, transaction.queues);
        });
        return this;
    }
}
