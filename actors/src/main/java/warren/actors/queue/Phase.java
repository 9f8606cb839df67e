package warren.actors.queue;

import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.StashBuffer;
import warren.actors.queue.QueueProtocol.Buried;
import warren.actors.queue.QueueProtocol.Command;
import warren.actors.queue.QueueProtocol.Describe;
import warren.actors.queue.QueueProtocol.FromDisk;
import warren.actors.queue.QueueProtocol.FromLog;

/**
 * A time in a queue's life in which it does something with all that waits, a portion at a time. Pages come and go and dead letters leave as
 * always; commands wait, and their number is bounded, as each publisher may have only so many unanswered bytes.
 */
abstract class Phase {
    private static final int COMMANDS_MAX = 10_000_000;

    /** What a queue is made of, as far as it takes part. */
    record Parts(
            QueueState state, QueueJournal journal, Departures departures, Paging paging, OwnerRequests requests) {}

    final ActorContext<Command> context;
    final Parts parts;
    private final StashBuffer<Command> stash;
    private final Supplier<Behavior<Command>> resume;

    /** {@code resume}: the queue as it goes on. */
    Phase(ActorContext<Command> context, StashBuffer<Command> stash, Parts parts, Supplier<Behavior<Command>> resume) {
        this.context = context;
        this.stash = stash;
        this.parts = parts;
        this.resume = resume;
    }

    static Behavior<Command> begin(Function<StashBuffer<Command>, Phase> phase) {
        return Behaviors.withStash(COMMANDS_MAX, stash -> phase.apply(stash).begin());
    }

    /** Does what can be done now. True when all is. */
    abstract boolean goOn();

    private Behavior<Command> begin() {
        return goOn() ? end() : waiting();
    }

    private Behavior<Command> proceed() {
        return goOn() ? end() : Behaviors.same();
    }

    private Behavior<Command> end() {
        return stash.unstashAll(resume.get());
    }

    private Behavior<Command> waiting() {
        return Behaviors.receive(Command.class)
                .onMessage(FromLog.class, this::onFromLog)
                .onMessage(FromDisk.class, this::onFromDisk)
                .onMessage(Buried.class, this::onBuried)
                .onMessage(Describe.class, this::onDescribe)
                .onAnyMessage(command -> {
                    stash.stash(command);
                    return Behaviors.same();
                })
                .build();
    }

    private Behavior<Command> onFromLog(FromLog command) {
        if (command.reply() instanceof QueueLog.Loaded loaded) {
            parts.paging.onLoaded(loaded);
            return proceed();
        }
        parts.journal.onReply(command.reply());
        if (command.reply() instanceof QueueLog.Recovered) {
            parts.paging.askAgain();
        }
        return proceed();
    }

    private Behavior<Command> onFromDisk(FromDisk command) {
        parts.paging.onReply(command.reply());
        return proceed();
    }

    private Behavior<Command> onBuried(Buried command) {
        parts.departures.buried(command.batchId());
        return proceed();
    }

    private Behavior<Command> onDescribe(Describe command) {
        parts.requests.describe(command);
        return Behaviors.same();
    }
}
