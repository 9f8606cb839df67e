package warren.actors.definitions;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
import warren.actors.failure.Witness;
import warren.persistence.event.DefinitionEvent;
import warren.persistence.event.DefinitionsChanged;
import warren.persistence.event.DefinitionsSnapshot;
import warren.persistence.event.Facts;
import warren.persistence.journal.StoreExtension;
import warren.persistence.store.DamagedException;

/**
 * The event-sourced part of whoever owns definitions. It is told facts in batches, one batch at a time (see {@link Recorder}), and
 * answers when they are durable. When a write fails it starts anew after a back-off and tells its owner what the journal holds. When what
 * it recovers is damaged it says so, and its owner fails.
 */
public final class DefinitionsLog extends EventSourcedBehavior<DefinitionsLog.Command, DefinitionsChanged, Facts> {
    private static final int EVENTS_PER_SNAPSHOT_MIN = 1_000;
    /** Never changed: Pekko starts from the same object again after each failure, and a write that failed is in the state already. */
    private static final Facts NOTHING = new Facts();

    /** What the log can be told. */
    public sealed interface Command {}

    /** Answered by {@link Recorded}. */
    public record Append(List<DefinitionEvent> facts) implements Command {}

    /** What the owner hears. */
    public sealed interface Reply {}

    /** Once after start, and again after a write that failed. */
    public record Recovered(List<DefinitionEvent> standing) implements Reply {}

    public record Recorded() implements Reply {}

    /** What the journal holds of the definitions is damaged; nothing more comes. */
    public record Damaged(DamagedException damage) implements Reply {}

    private final ActorContext<Command> context;
    private final String persistenceId;
    private final ActorRef<Reply> owner;
    /** Applied since the last snapshot, those that were recovered too. */
    private int eventsSinceSnapshot;

    private DefinitionsLog(ActorContext<Command> context, String persistenceId, ActorRef<Reply> owner) {
        super(
                PersistenceId.ofUniqueId(persistenceId),
                // the store has logged a write that failed
                SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(10), 0.2)
                        .withLoggingEnabled(false));
        this.context = context;
        this.persistenceId = persistenceId;
        this.owner = owner;
    }

    /** The log of one owner. */
    public static Behavior<Command> create(String persistenceId, ActorRef<Reply> owner) {
        return Witness.of(
                "definitions log", Behaviors.setup(context -> new DefinitionsLog(context, persistenceId, owner)));
    }

    @Override
    public Facts emptyState() {
        return NOTHING;
    }

    @Override
    public CommandHandler<Command, DefinitionsChanged, Facts> commandHandler() {
        return newCommandHandlerBuilder()
                .forAnyState()
                .onCommand(Append.class, this::onAppend)
                .build();
    }

    @Override
    public EventHandler<Facts, DefinitionsChanged> eventHandler() {
        return (state, event) -> {
            eventsSinceSnapshot++;
            return (state == NOTHING ? new Facts() : state).apply(event.facts());
        };
    }

    @Override
    public SignalHandler<Facts> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.class, (state, signal) -> owner.tell(new Recovered(state.standing())))
                .onSignal(RecoveryFailed.class, (state, signal) -> onRecoveryFailed(signal))
                .onSignal(SnapshotCompleted.class, (state, signal) -> onSnapshotCompleted(signal))
                .build();
    }

    /** The more facts stand, the more events come between: to write them all again costs no more for each event however many there are. */
    @Override
    public boolean shouldSnapshot(Facts state, DefinitionsChanged event, long sequenceNr) {
        boolean isDue = eventsSinceSnapshot >= Math.max(EVENTS_PER_SNAPSHOT_MIN, state.size() / 2);
        if (isDue) {
            eventsSinceSnapshot = 0;
        }
        return isDue;
    }

    @Override
    public SnapshotAdapter<Facts> snapshotAdapter() {
        return new SnapshotAdapter<>() {
            @Override
            public Object toJournal(Facts state) {
                return new DefinitionsSnapshot(state.standing());
            }

            @Override
            public Facts fromJournal(Object from) {
                return new Facts().apply(((DefinitionsSnapshot) from).facts());
            }
        };
    }

    private void onSnapshotCompleted(SnapshotCompleted signal) {
        StoreExtension.get(context.getSystem())
                .deleteTo(persistenceId, signal.getSnapshotMetadata().sequenceNr());
    }

    private void onRecoveryFailed(RecoveryFailed signal) {
        Optional<DamagedException> damage = DamagedException.in(signal.getFailure());
        if (damage.isPresent()) {
            owner.tell(new Damaged(damage.get()));
        } else {
            context.getLog().warn("{} cannot be recovered, it is tried again", persistenceId, signal.getFailure());
        }
    }

    private Effect<DefinitionsChanged, Facts> onAppend(Append command) {
        return Effect().persist(new DefinitionsChanged(command.facts())).thenRun(() -> owner.tell(new Recorded()));
    }
}
