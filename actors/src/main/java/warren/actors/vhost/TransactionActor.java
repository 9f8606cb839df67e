package warren.actors.vhost;

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
import warren.actors.queue.JointCommit;
import warren.actors.queue.JointCommit.Command;
import warren.actors.queue.JointCommit.Coordinate;
import warren.actors.queue.JointCommit.Prepared;
import warren.actors.queue.JointCommit.Share;
import warren.actors.queue.QueueActor;
import warren.persistence.journal.JointWrites;
import warren.persistence.journal.StoreExtension;

/**
 * Coordinates the transactions over several durable queues of a virtual host. It hands each queue its share, waits until all are
 * prepared, and lets them write at once ({@link JointWrites}).
 *
 * <p>All shares come from this one actor, in the same order for all queues: so two transactions never wait for each other. When a queue
 * ends the others go on without it. When this actor ends, every share that it has handed out is written alone.
 */
final class TransactionActor extends AbstractBehavior<Command> {
    private record QueueGone(ActorRef<QueueActor.Command> queue) implements Command {}

    /** An attempt to write a transaction is over. */
    private record Ended(long id, boolean isWritten) implements Command {}

    /** A transaction that is not written yet. */
    private static final class Transaction {
        final Set<ActorRef<QueueActor.Command>> queues = new HashSet<>();
        final Map<ActorRef<QueueActor.Command>, String> prepared = new LinkedHashMap<>();
        /** The attempt that is under way; 0 while queues have yet to prepare. */
        long jointWrite;
    }

    private final JointWrites writes;
    private final Map<Long, Transaction> open = new LinkedHashMap<>();
    private final Set<ActorRef<QueueActor.Command>> watched = new HashSet<>();
    /** Of the queues that have been prepared, for the time that they live. */
    private final Map<ActorRef<QueueActor.Command>, String> persistenceIds = new HashMap<>();

    private long lastId;

    /** The one of this virtual host, made on the first use. */
    static ActorRef<JointCommit.Command> of(ActorContext<?> host) {
        return host.getChild("transactions")
                .<ActorRef<JointCommit.Command>>map(ActorRef::unsafeUpcast)
                .orElseGet(() -> host.spawn(create(), "transactions"));
    }

    static Behavior<Command> create() {
        return Behaviors.setup(TransactionActor::new);
    }

    private TransactionActor(ActorContext<Command> context) {
        super(context);
        writes = StoreExtension.get(context.getSystem()).jointWrites();
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Coordinate.class, this::onCoordinate)
                .onMessage(Prepared.class, this::onPrepared)
                .onMessage(Ended.class, this::onEnded)
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
            share.queue().tell(new QueueActor.Commit(share.steps(), joint));
        }
        return this;
    }

    private Behavior<Command> onPrepared(Prepared answer) {
        Transaction transaction = open.get(answer.id());
        if (transaction == null) {
            answer.queue().tell(new QueueActor.WriteShare(answer.id(), 0));
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
        getContext().pipeToSelf(begun.done(), (done, failure) -> new Ended(id, failure == null));
        transaction.prepared.keySet().forEach(queue -> queue.tell(new QueueActor.WriteShare(id, begun.number())));
    }

    private Behavior<Command> onEnded(Ended signal) {
        if (signal.isWritten()) {
            open.remove(signal.id());
        }
        // otherwise its queues prepare again
        return this;
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
        open.forEach(
                (id, transaction) -> transaction.queues.forEach(queue -> queue.tell(new QueueActor.WriteShare(id, 0))));
        return this;
    }
}
