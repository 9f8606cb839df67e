package warren.actors.exchange;

import java.time.Duration;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;
import warren.actors.extension.ExtensionGuard;
import warren.actors.extension.LoadedExtension;
import warren.exchange.ExchangeCommand;
import warren.exchange.RouteBatch;

/**
 * The behaviour that an extension made for one exchange, as a child on a thread of its own: started, asked, replaced by newer code, and
 * started again when it failed. There is never more than one: the next begins when the one before has ended.
 */
final class ExtensionRunner {
    private static final String DISPATCHER = "warren.extensions.dispatcher";
    private static final Duration FIRST_REST = Duration.ofMillis(100);
    /** The rest grows up to 100 ms times two to this. */
    private static final int DOUBLINGS_MAX = 7;

    /** What an exchange can do with its extension. */
    enum State {
        /** Its type is not loaded. */
        ABSENT,
        /** It can be asked. */
        READY,
        /** It owes an answer that nobody waits for any more. */
        LATE,
        /** Newer code takes over in a moment. */
        REPLACED,
        /** It was told to end and does not. */
        ENDING,
        /** It failed, and will be started again. */
        RESTING
    }

    private final ActorContext<ExchangeActor.Command> context;
    private final ExtensionSetup setup;
    private Optional<LoadedExtension> type = Optional.empty();
    private State state = State.ABSENT;
    private @Nullable ActorRef<ExchangeCommand> child;
    private @Nullable ExtensionGuard guard;
    private int starts;
    private int failuresInARow;

    ExtensionRunner(ActorContext<ExchangeActor.Command> context, ExtensionSetup setup) {
        this.context = context;
        this.setup = setup;
    }

    State state() {
        return state;
    }

    Duration timeLimit() {
        return type.map(LoadedExtension::timeLimit).orElse(Duration.ZERO);
    }

    /** How often it was started again after the first time. */
    int restarts() {
        return Math.max(0, starts - 1);
    }

    /** From now on this code runs, or none. */
    void use(Optional<LoadedExtension> newer) {
        type = newer;
        if (child == null) {
            start();
        } else if (state != State.ENDING) {
            state = State.REPLACED;
            context.stop(child);
        }
    }

    /** Starts what the type says now. */
    void start() {
        if (type.isEmpty()) {
            state = State.ABSENT;
            return;
        }
        LoadedExtension loaded = type.get();
        var newGuard = new ExtensionGuard(loaded.classLoader());
        Behavior<ExchangeCommand> behavior =
                Behaviors.setup(own -> loaded.extension().create(setup.context(context.getSystem(), loaded)));
        ActorRef<ExchangeCommand> started = context.spawn(
                newGuard.around(behavior), "extension-" + ++starts, DispatcherSelector.fromConfig(DISPATCHER));
        context.watch(started);
        child = started;
        guard = newGuard;
        state = State.READY;
    }

    void ask(RouteBatch batch) {
        if (child != null) {
            child.tell(batch);
        }
    }

    /** It was heard of. */
    void answered() {
        failuresInARow = 0;
        if (state == State.LATE) {
            state = State.READY;
        }
    }

    /** It did not answer in time: whatever holds its thread is interrupted. */
    void late() {
        if (state == State.READY) {
            state = State.LATE;
        }
        if (guard != null) {
            guard.interrupt();
        }
    }

    /** It is not waited for any more: it ends when its thread comes back, and another begins. */
    void abandon() {
        if (child != null) {
            state = State.ENDING;
            context.stop(child);
            if (guard != null) {
                guard.interrupt();
            }
        }
    }

    boolean isChild(ActorRef<?> actor) {
        return actor.equals(child);
    }

    /** It ended. The time after which it is to be {@link #start started} again; empty when that is done, or there is nothing to start. */
    Optional<Duration> ended() {
        boolean isMeant = state == State.REPLACED || state == State.ENDING;
        child = null;
        guard = null;
        failuresInARow++;
        if (isMeant || failuresInARow == 1) {
            start();
            return Optional.empty();
        }
        state = State.RESTING;
        return Optional.of(FIRST_REST.multipliedBy(1L << Math.min(DOUBLINGS_MAX, failuresInARow - 2)));
    }
}
