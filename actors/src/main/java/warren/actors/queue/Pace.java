package warren.actors.queue;

import java.util.ArrayDeque;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import warren.persistence.event.StoredMessage;

/**
 * Keeps publishers in step with consumers that are about as fast: while thousands of messages wait and they leave at more than half the
 * pace at which they come, a batch counts as taken only when as many messages have left as it brought. Publishers that are much faster
 * than the consumers are not held: a queue is there to take in what cannot be consumed yet.
 */
final class Pace {
    /** With fewer messages that wait nobody is held. */
    static final int WAITING_MAX = 4_000;

    /** How long the pace is measured. If nothing leaves any more, nobody is held for longer. */
    static final long WINDOW_MILLIS = 50;

    private final LongSupplier waiting;
    private final LongSupplier deliveries;
    private final Consumer<PublishTicket> release;
    private final ArrayDeque<Held> held = new ArrayDeque<>();
    /** Deliveries after which the last batch that is held is let go. */
    private long lastDeliveries;

    private boolean isInStep;
    private long windowEndMillis;
    private long arrivals;
    private long deliveriesAtStart;

    private record Held(PublishTicket ticket, long deliveries) {}

    /** {@code waiting}: messages now; {@code deliveries}: all so far; {@code release} gets each ticket that is held no longer. */
    Pace(LongSupplier waiting, LongSupplier deliveries, Consumer<PublishTicket> release) {
        this.waiting = waiting;
        this.deliveries = deliveries;
        this.release = release;
    }

    /** True when the publisher of this batch of so many messages, which are in the queue, must wait. */
    boolean holds(PublishTicket ticket, int messages) {
        arrivals += messages;
        if (!isInStep || waiting.getAsLong() <= WAITING_MAX) {
            return false;
        }
        lastDeliveries = Math.max(lastDeliveries, deliveries.getAsLong()) + messages;
        held.addLast(new Held(ticket, lastDeliveries));
        return true;
    }

    /** The end of a turn of the queue: lets go whose time has come. */
    void turn(long nowMillis) {
        if (nowMillis >= windowEndMillis) {
            long left = deliveries.getAsLong() - deliveriesAtStart;
            isInStep = left > 0 && 2 * left > arrivals;
            windowEndMillis = nowMillis + WINDOW_MILLIS;
            deliveriesAtStart = deliveries.getAsLong();
            arrivals = 0;
        }
        while (!held.isEmpty() && isOver(held.getFirst())) {
            release.accept(held.removeFirst().ticket);
        }
    }

    private boolean isOver(Held first) {
        return !isInStep || waiting.getAsLong() <= WAITING_MAX || deliveries.getAsLong() >= first.deliveries;
    }

    /** When the next turn is due; {@link StoredMessage#NEVER} when nobody is held. */
    long dueMillis() {
        return held.isEmpty() ? StoredMessage.NEVER : windowEndMillis;
    }
}
