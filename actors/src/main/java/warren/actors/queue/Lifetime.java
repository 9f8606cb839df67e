package warren.actors.queue;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import warren.actors.SteadyClock;
import warren.actors.queue.QueueProtocol.Command;
import warren.actors.queue.QueueProtocol.Unused;
import warren.persistence.event.StoredMessage;
import warren.routing.message.FieldTable;

/**
 * How long a queue lives: an auto-delete queue until its last consumer goes, one with the argument x-expires until nobody has used it for
 * so long. It cannot end itself: it tells its owner, who asks it once more. Holds the queue's one timer, which serves its messages too.
 */
final class Lifetime {
    /** After telling the owner, this long passes before it is told again. */
    private static final long REMIND_MILLIS = 60_000;

    private final ActorContext<Command> context;
    private final QueueSettings settings;
    private final ActorRef<Unused> owner;
    private final Consumers consumers;
    private final Alarm alarm;
    /** {@link StoredMessage#NEVER} for a queue that does not expire. */
    private long unusedMillisMax = StoredMessage.NEVER;

    private long usedAtMillis;
    /** {@link StoredMessage#NEVER} until the owner has been told. */
    private long remindAtMillis = StoredMessage.NEVER;

    Lifetime(ActorContext<Command> context, QueueSettings settings, ActorRef<Unused> owner, Consumers consumers) {
        this.context = context;
        this.settings = settings;
        this.owner = owner;
        this.consumers = consumers;
        this.alarm = new Alarm(context, SteadyClock::millis);
    }

    /** The time begins anew, as it does with a restart. */
    void follow(FieldTable arguments) {
        unusedMillisMax = arguments.number("x-expires").orElse(StoredMessage.NEVER);
        used();
    }

    /** Somebody declared the queue or got from it. */
    void used() {
        if (unusedMillisMax != StoredMessage.NEVER) {
            usedAtMillis = SteadyClock.millis();
            remindAtMillis = StoredMessage.NEVER;
        }
    }

    void consumersLeft() {
        used();
        if (settings.autoDelete() && consumers.isEmpty()) {
            tellOwner();
        }
    }

    void timeIsUp() {
        alarm.cameDue();
        if (isUnused()) {
            tellOwner();
            remindAtMillis = SteadyClock.millis() + REMIND_MILLIS;
        }
    }

    /** True when nobody would miss a queue that goes with its use. */
    boolean isOver() {
        return (settings.autoDelete() && consumers.isEmpty()) || isUnused();
    }

    private boolean isUnused() {
        return unusedMillisMax != StoredMessage.NEVER
                && consumers.isEmpty()
                && SteadyClock.millis() >= TimeToLive.after(usedAtMillis, unusedMillisMax);
    }

    private void tellOwner() {
        owner.tell(new Unused(settings.name(), context.getSelf()));
    }

    /** The queue hears of it when its time is over, or that of one of its messages. */
    void watchTime(long earliestExpiryMillis) {
        alarm.comeAt(Math.min(earliestExpiryMillis, dueMillis()));
    }

    private long dueMillis() {
        if (unusedMillisMax == StoredMessage.NEVER || !consumers.isEmpty()) {
            return StoredMessage.NEVER;
        }
        return remindAtMillis == StoredMessage.NEVER ? TimeToLive.after(usedAtMillis, unusedMillisMax) : remindAtMillis;
    }
}
