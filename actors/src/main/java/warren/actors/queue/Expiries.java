package warren.actors.queue;

import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import warren.persistence.event.StoredMessage;

/**
 * The times at which waiting messages die, the earliest first. Costs nothing until a message comes that can expire. One that no longer
 * waits stays in the heap as a stranger until it comes to the top, or until strangers are the most: so each costs no search.
 */
final class Expiries {
    private static final int STRANGERS_MIN = 1_000;
    private static final Comparator<QueuedMessage> EARLIEST_FIRST = Comparator.<QueuedMessage>comparingLong(
                    message -> message.expiresAtMillis)
            .thenComparingLong(message -> message.offset);

    private @Nullable PriorityQueue<QueuedMessage> heap;
    private int strangers;

    /** A message waits, for the first time or again. */
    void add(QueuedMessage message) {
        if (message.expiresAtMillis == StoredMessage.NEVER) {
            return;
        }
        if (message.inExpiries) {
            strangers--;
            return;
        }
        if (heap == null) {
            heap = new PriorityQueue<>(EARLIEST_FIRST);
        }
        message.inExpiries = true;
        heap.add(message);
    }

    /** The message no longer waits. */
    void left(QueuedMessage message) {
        if (!message.inExpiries || heap == null) {
            return;
        }
        strangers++;
        if (strangers > STRANGERS_MIN && strangers * 2 > heap.size()) {
            heap.removeIf(Expiries::isStranger);
            strangers = 0;
        }
    }

    private static boolean isStranger(QueuedMessage message) {
        message.inExpiries = message.waits;
        return !message.waits;
    }

    /** When the next waiting message dies; {@link StoredMessage#NEVER} when none does. */
    long earliestMillis() {
        QueuedMessage first = first();
        return first == null ? StoredMessage.NEVER : first.expiresAtMillis;
    }

    /** Takes out the next waiting message that is dead by now. */
    @Nullable
    QueuedMessage poll(long nowMillis) {
        QueuedMessage first = first();
        if (heap == null || first == null || first.expiresAtMillis > nowMillis) {
            return null;
        }
        heap.poll();
        first.inExpiries = false;
        return first;
    }

    private @Nullable QueuedMessage first() {
        if (heap == null) {
            return null;
        }
        for (QueuedMessage first = heap.peek(); first != null; first = heap.peek()) {
            if (first.waits) {
                return first;
            }
            heap.poll();
            first.inExpiries = false;
            strangers--;
        }
        return null;
    }

    void clear() {
        if (heap != null) {
            heap.forEach(message -> message.inExpiries = false);
            heap = null;
            strangers = 0;
        }
    }
}
