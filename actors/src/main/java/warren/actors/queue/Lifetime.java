package warren.actors.queue;

import org.apache.pekko.actor.typed.javadsl.ActorContext;
import warren.actors.queue.QueueActor.Command;
import warren.actors.queue.QueueActor.Unused;
import warren.persistence.event.StoredMessage;

/**
 * How long a queue lives: an auto-delete queue until its last consumer goes, one with the argument x-expires until nobody has used it for
 * so long. It cannot end itself: it tells its owner, who asks it once more. Holds the queue's one timer, which serves its messages too.
 */
final class Lifetime {
    private final ActorContext<Command> context;
    private final QueueSettings settings;
    private final QueueOwner owner;
    private final QueueState state;
    private final Alarm alarm;
    /** {@link StoredMessage#NEVER} for a queue that does not expire. */
    private final long unusedMillisMax;

    /** A restart is a use: the time begins anew. */
    private long usedAtMillis = System.currentTimeMillis();

    Lifetime(ActorContext<Command> context, QueueSettings settings, QueueOwner owner, QueueState state) {
        this.context = context;
        this.settings = settings;
        this.owner = owner;
        this.state = state;
        this.alarm = new Alarm(context);
        this.unusedMillisMax = settings.arguments().number("x-expires").orElse(StoredMessage.NEVER);
    }

    /** Somebody declared the queue or got from it. */
    void used() {
        if (unusedMillisMax != StoredMessage.NEVER) {
            usedAtMillis = System.currentTimeMillis();
        }
    }

    void consumersLeft() {
        used();
        if (settings.autoDelete() && state.consumers.isEmpty()) {
            tellOwner();
        }
    }

    void timeIsUp() {
        alarm.cameDue();
        if (isOver()) {
            tellOwner();
            // the owner may be slow, or a use may come first: later again
            used();
        }
    }

    private boolean isOver() {
        return dueMillis() <= System.currentTimeMillis();
    }

    private long dueMillis() {
        return unusedMillisMax == StoredMessage.NEVER || !state.consumers.isEmpty()
                ? StoredMessage.NEVER
                : usedAtMillis + unusedMillisMax;
    }

    private void tellOwner() {
        owner.unused().tell(new Unused(settings.name(), context.getSelf()));
    }

    /** The next time of the queue or of one of its messages will be noticed. */
    void watchTime() {
        alarm.comeAt(Math.min(state.ready.earliestExpiryMillis(), dueMillis()));
    }
}
