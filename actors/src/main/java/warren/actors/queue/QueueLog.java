package warren.actors.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.RecoveryFailed;
import org.apache.pekko.persistence.typed.SnapshotAdapter;
import org.apache.pekko.persistence.typed.SnapshotCompleted;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;
import org.jspecify.annotations.Nullable;
import warren.actors.failure.Failures;
import warren.actors.failure.Witness;
import warren.actors.info.FailureInfo;
import warren.persistence.event.OffsetRanges;
import warren.persistence.event.QueueChanged;
import warren.persistence.event.QueueImage;
import warren.persistence.event.QueueImageSnapshot;
import warren.persistence.event.StoredMessage;
import warren.persistence.journal.StoreExtension;
import warren.persistence.store.DamagedException;

/**
 * The event-sourced part of a durable queue. It is told one batch at a time, writes it as one event, and says when it is safe. Its
 * state is the image: which messages wait, and in which event each stands; bodies are read back from the journal when asked for. After
 * a snapshot of the image the journal is told which events nobody needs any more.
 *
 * <p>When a write fails it starts anew after a back-off and says again what the journal holds; its queue then knows whether the write
 * counted. When what it recovers is damaged it says so, and its queue fails for good.
 */
final class QueueLog extends EventSourcedBehavior<QueueLog.Command, QueueChanged, QueueImage> {
    private static final int EVENTS_PER_SNAPSHOT_MIN = 500;
    /** What is dead since the last snapshot is remembered. */
    private static final int EVENTS_PER_SNAPSHOT_MAX = 1 << 22;

    private static final int EVENTS_PER_SNAPSHOT_FULL = 20;
    /** Bodies that a restart reads for the events after the snapshot, about. */
    private static final long BYTES_PER_SNAPSHOT = 16 << 20;
    /** Never changed: Pekko starts from the same object again after each failure, and a write that failed is in the state already. */
    private static final QueueImage NOTHING = new QueueImage();
    /** Between two attempts to write, or to recover. */
    private static final Duration RETRY_MAX = Duration.ofSeconds(5);

    sealed interface Command {}

    /**
     * Answered by {@link Written}. Only one at a time; {@code number} counts them.
     *
     * @param start the last start that the queue knows of: what was told before a later one is told again by the queue, and not written
     */
    record Write(long start, long number, QueueChanged change) implements Command {}

    /**
     * Asks for what waits from one offset to another, both included. Answered by {@link Loaded}.
     *
     * @param onlooker gets the answer in the queue's place, and {@link Unreadable} when there is none
     */
    record Load(long first, long last, Optional<ActorRef<Reply>> onlooker) implements Command {
        Load(long first, long last) {
            this(first, last, Optional.empty());
        }
    }

    private record Read(
            Load load,
            List<QueueImage.Batch> batches,
            @Nullable List<Object> events,
            @Nullable Throwable failure) implements Command {}

    sealed interface Reply {}

    record Written(long number) implements Reply {}

    /** After each start, the first of which is 1; {@code waiting} is all that waits, the others are as in {@link QueueChanged}. */
    record Recovered(
            long start,
            long nextOffset,
            long handedOut,
            SortedMap<Long, Integer> returns,
            SortedMap<Long, Long> retries,
            List<QueueImage.Stretch> waiting)
            implements Reply {}

    /** {@code first}: as in the question. */
    record Loaded(long first, List<StoredMessage> messages) implements Reply {}

    /** An onlooker cannot see it. */
    record Unreadable(String reason) implements Reply {}

    /** What the journal holds of the queue is damaged; nothing more comes. */
    record Damaged(DamagedException damage) implements Reply {}

    private final ActorContext<Command> context;
    private final String persistenceId;
    private final ActorRef<Reply> queue;
    private final StoreExtension store;
    /** Neighbouring pages often stand in one event: the last one read is kept while more is asked for. */
    private final Map<Long, CompletionStage<Object>> lastRead = new HashMap<>(2);

    private int loading;
    /** Of this actor and those before it after a failure, which are the same object. */
    private long starts;

    private long snapshotSequenceNr;
    private long bytesSinceSnapshot;

    private QueueLog(ActorContext<Command> context, String persistenceId, ActorRef<Reply> queue) {
        super(
                PersistenceId.ofUniqueId(persistenceId),
                // the store has logged a write that failed
                SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), RETRY_MAX, 0.2)
                        .withLoggingEnabled(false));
        this.context = context;
        this.persistenceId = persistenceId;
        this.queue = queue;
        this.store = StoreExtension.get(context.getSystem());
    }

    static Behavior<Command> create(String persistenceId, ActorRef<Reply> queue) {
        return Witness.of("queue log", Behaviors.setup(context -> new QueueLog(context, persistenceId, queue)));
    }

    @Override
    public QueueImage emptyState() {
        return NOTHING;
    }

    @Override
    public CommandHandler<Command, QueueChanged, QueueImage> commandHandler() {
        return newCommandHandlerBuilder()
                .forAnyState()
                .onCommand(Write.class, this::onWrite)
                .onCommand(Load.class, this::onLoad)
                .onCommand(Read.class, this::onRead)
                .build();
    }

    @Override
    public EventHandler<QueueImage, QueueChanged> eventHandler() {
        return (image, event) -> {
            QueueImage known = image == NOTHING ? new QueueImage() : image;
            return known.apply(lastSequenceNumber(context), event);
        };
    }

    @Override
    public SignalHandler<QueueImage> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.class, (image, signal) -> onRecovered(image))
                .onSignal(RecoveryFailed.class, (image, signal) -> onRecoveryFailed(signal))
                .onSignal(SnapshotCompleted.class, this::onSnapshotCompleted)
                .build();
    }

    @Override
    public boolean shouldSnapshot(QueueImage image, QueueChanged event, long sequenceNr) {
        for (StoredMessage message : event.enqueued()) {
            bytesSinceSnapshot += message.message().body().length;
        }
        // a long image is written less often, or writing it would cost more than all the rest
        int events = Math.max(EVENTS_PER_SNAPSHOT_MIN, Math.min(EVENTS_PER_SNAPSHOT_MAX, image.events() / 8));
        boolean isDue = sequenceNr - snapshotSequenceNr >= events
                || bytesSinceSnapshot >= BYTES_PER_SNAPSHOT + image.events() * 16L;
        // nothing is given back without a snapshot, and nothing is kept until something is
        isDue |= store.isFull() && image.deadEvents() >= Math.max(EVENTS_PER_SNAPSHOT_FULL, image.events() / 16);
        if (isDue) {
            snapshotSequenceNr = sequenceNr;
            bytesSinceSnapshot = 0;
        }
        return isDue;
    }

    /** The image goes on changing while a snapshot is written: that needs one of its own. */
    @Override
    public SnapshotAdapter<QueueImage> snapshotAdapter() {
        return new SnapshotAdapter<>() {
            @Override
            public Object toJournal(QueueImage image) {
                return image.snapshot();
            }

            @Override
            public QueueImage fromJournal(Object stored) {
                return QueueImage.restore((QueueImageSnapshot) stored);
            }
        };
    }

    private Effect<QueueChanged, QueueImage> onWrite(Write command) {
        if (command.start() != starts) {
            return Effect().none();
        }
        return Effect().persist(command.change()).thenRun(() -> queue.tell(new Written(command.number())));
    }

    private Effect<QueueChanged, QueueImage> onLoad(QueueImage image, Load load) {
        List<QueueImage.Batch> batches = image.batches(load.first(), load.last());
        loading++;
        context.pipeToSelf(events(batches), (events, failure) -> new Read(load, batches, events, failure));
        return Effect().none();
    }

    private void onRecovered(QueueImage image) {
        if (++starts > 1) {
            Failures.get(context.getSystem())
                    .add(
                            context.getSelf().path().toStringWithoutAddress(),
                            new FailureInfo(
                                    System.currentTimeMillis(),
                                    "a write or a recovery failed, as the log says",
                                    Optional.empty()));
        }
        queue.tell(new Recovered(
                starts,
                image.nextOffset(),
                image.handedOut(),
                image.returns(),
                image.retries(),
                image.stretches(Page.MESSAGES_MAX, Page.WEIGHT_MAX)));
    }

    private void onRecoveryFailed(RecoveryFailed signal) {
        Optional<DamagedException> damage = DamagedException.in(signal.getFailure());
        if (damage.isPresent()) {
            queue.tell(new Damaged(damage.get()));
        } else {
            context.getLog().warn("{} cannot be recovered, it is tried again", persistenceId, signal.getFailure());
        }
    }

    private CompletionStage<List<Object>> events(List<QueueImage.Batch> batches) {
        if (batches.isEmpty()) {
            return CompletableFuture.completedFuture(List.of());
        }
        CompletionStage<Object> known = lastRead.get(batches.get(0).sequenceNr());
        long[] unknown = batches.stream()
                .skip(known == null ? 0 : 1)
                .mapToLong(QueueImage.Batch::sequenceNr)
                .toArray();
        CompletionStage<List<Object>> events = store.read(persistenceId, unknown);
        if (known != null) {
            events = known.thenCombine(events, QueueLog::prepend);
        }
        lastRead.clear();
        lastRead.put(batches.get(batches.size() - 1).sequenceNr(), events.thenApply(all -> all.get(all.size() - 1)));
        return events;
    }

    private static List<Object> prepend(Object first, List<Object> rest) {
        var all = new ArrayList<Object>(rest.size() + 1);
        all.add(first);
        all.addAll(rest);
        return all;
    }

    private Effect<QueueChanged, QueueImage> onRead(Read read) {
        if (--loading == 0) {
            lastRead.clear();
        }
        Load load = read.load();
        if (read.events() == null && load.onlooker().isPresent()) {
            load.onlooker().get().tell(new Unreadable(String.valueOf(read.failure())));
            return Effect().none();
        }
        Optional<DamagedException> damage = DamagedException.in(read.failure());
        if (damage.isPresent()) {
            queue.tell(new Damaged(damage.get()));
            return Effect().none();
        }
        if (read.events() == null) {
            throw new IllegalStateException(
                    "messages " + load.first() + " to " + load.last() + " of " + persistenceId + " cannot be read",
                    read.failure());
        }
        var waiting = new ArrayList<StoredMessage>();
        for (int i = 0; i < read.batches().size(); i++) {
            OffsetRanges waits = read.batches().get(i).waiting();
            for (StoredMessage message : ((QueueChanged) read.events().get(i)).enqueued()) {
                long offset = message.offset();
                if (offset >= load.first() && offset <= load.last() && waits.contains(offset)) {
                    waiting.add(message);
                }
            }
        }
        load.onlooker().orElse(queue).tell(new Loaded(load.first(), waiting));
        return Effect().none();
    }

    private void onSnapshotCompleted(QueueImage image, SnapshotCompleted completed) {
        long[] dead = image.takeDead(completed.getSnapshotMetadata().sequenceNr());
        if (dead.length > 0) {
            store.release(persistenceId, dead);
        }
    }
}
