package warren.actors.queue;

import java.util.function.Supplier;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.StashBuffer;
import warren.actors.queue.QueueProtocol.Command;

/**
 * The phase in which the priorities of a queue change: what waits moves to its new places ({@link ReadyInMotion}), what is on disk comes
 * back for it and may leave again. Nothing is written: the journal knows no priorities.
 */
final class Reordering extends Phase {
    private final ReadyInMotion motion;

    private Reordering(
            ActorContext<Command> context,
            StashBuffer<Command> stash,
            Parts parts,
            ReadyInMotion motion,
            Supplier<Behavior<Command>> resume) {
        super(context, stash, parts, resume);
        this.motion = motion;
    }

    /** {@code resume}: the queue as it goes on, with {@code priorities} above 0. */
    static Behavior<Command> begin(
            ActorContext<Command> context, Parts parts, int priorities, Supplier<Behavior<Command>> resume) {
        var motion = new ReadyInMotion(parts.state().ready, priorities);
        parts.state().ready = motion;
        return begin(stash -> new Reordering(context, stash, parts, motion, resume));
    }

    @Override
    boolean goOn() {
        boolean hasMoved = true;
        while (hasMoved && !parts.paging().isFull()) {
            hasMoved = motion.move();
        }
        parts.paging().turn(true);
        parts.departures().send(context.getSelf());
        parts.journal().write();
        if (motion.isDone()) {
            parts.state().ready = motion.end(parts.paging()::done);
        }
        return motion.isDone();
    }
}
