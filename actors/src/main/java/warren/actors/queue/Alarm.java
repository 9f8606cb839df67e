package warren.actors.queue;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.jspecify.annotations.Nullable;
import warren.persistence.event.StoredMessage;

/** One timer of a queue. It is set to the earliest time asked for; whoever hears it asks again. */
final class Alarm {
    /** The scheduler knows no delays of years; an alarm that comes too early is set again. */
    private static final long DELAY_MILLIS_MAX = Duration.ofDays(1).toMillis();

    private final ActorContext<QueueProtocol.Command> context;
    private final LongSupplier clock;
    private @Nullable Cancellable timer;
    private long atMillis = StoredMessage.NEVER;

    /** {@code clock}: whose times it comes at. */
    Alarm(ActorContext<QueueProtocol.Command> context, LongSupplier clock) {
        this.context = context;
        this.clock = clock;
    }

    /** A {@link QueueProtocol.TimeIsUp} comes at this time or earlier, if it is a time at all. */
    void comeAt(long wantedMillis) {
        if (wantedMillis >= atMillis) {
            return;
        }
        if (timer != null) {
            timer.cancel();
        }
        atMillis = wantedMillis;
        long delayMillis = Math.max(0, Math.min(DELAY_MILLIS_MAX, wantedMillis - clock.getAsLong()));
        timer = context.scheduleOnce(Duration.ofMillis(delayMillis), context.getSelf(), new QueueProtocol.TimeIsUp());
    }

    /** It came. */
    void cameDue() {
        timer = null;
        atMillis = StoredMessage.NEVER;
    }
}
