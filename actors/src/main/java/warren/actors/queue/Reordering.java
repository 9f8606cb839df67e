package warren.actors.queue;

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
 * The phase in which the priorities of a queue change: what waits moves to its new places ({@link ReadyInMotion}), what is on disk comes
 * back for it and may leave again. Commands wait meanwhile. Nothing is written: the journal knows no priorities.
 */
final class Reordering {
    private static final int COMMANDS_MAX = 10_000_000;

    private final ActorContext<Command> context;
    private final StashBuffer<Command> stash;
    private final Conversion.Parts parts;
    private final ReadyInMotion motion;
    private final Supplier<Behavior<Command>> resume;

    private Reordering(
            ActorContext<Command> context,
            StashBuffer<Command> stash,
            Conversion.Parts parts,
            ReadyInMotion motion,
            Supplier<Behavior<Command>> resume) {
        this.context = context;
        this.stash = stash;
        this.parts = parts;
        this.motion = motion;
        this.resume = resume;
    }

    /** {@code resume}: the queue as it goes on, with {@code priorities} above 0. */
    static Behavior<Command> begin(
            ActorContext<Command> context, Conversion.Parts parts, int priorities, Supplier<Behavior<Command>> resume) {
        var motion = new ReadyInMotion(parts.state().ready, priorities);
        parts.state().ready = motion;
        return Behaviors.withStash(COMMANDS_MAX, stash -> new Reordering(context, stash, parts, motion, resume).goOn());
    }

    private Behavior<Command> moving() {
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
            parts.paging().onLoaded(loaded);
            return goOn();
        }
        parts.journal().onReply(command.reply());
        if (command.reply() instanceof QueueLog.Recovered) {
            parts.paging().askAgain();
        }
        return goOn();
    }

    private Behavior<Command> onFromDisk(FromDisk command) {
        parts.paging().onReply(command.reply());
        return goOn();
    }

    private Behavior<Command> onBuried(Buried command) {
        parts.departures().buried(command.batchId());
        return goOn();
    }

    private Behavior<Command> onDescribe(Describe command) {
        parts.requests().describe(command);
        return Behaviors.same();
    }

    private Behavior<Command> goOn() {
        boolean hasMoved = true;
        while (hasMoved && !parts.paging().isFull()) {
            hasMoved = motion.move();
        }
        parts.paging().turn(true);
        parts.departures().send(context.getSelf());
        parts.journal().write();
        if (!motion.isDone()) {
            return moving();
        }
        parts.state().ready = motion.end(parts.paging()::done);
        return stash.unstashAll(resume.get());
    }
}
