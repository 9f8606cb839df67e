package warren.actors.queue;

import warren.persistence.event.QueueDefinition;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;

/**
 * The hidden queue of an exchange: either of its delayed messages, which wait there until they are due and then go the way of dead
 * letters, to the exchange; or of the keys that it has seen, of which it alone is the consumer. Its name is none that a client can
 * declare.
 */
public final class ExchangeStore {
    private static final String DELAYED = "amq.delayed.";
    private static final String SEEN = "amq.seen.";

    private ExchangeStore() {}

    /** That of delayed messages. */
    public static QueueDefinition ofDelayed(String exchange, long id, boolean durable) {
        var arguments = FieldTable.of("x-dead-letter-exchange", FieldValue.of(exchange));
        return new QueueDefinition(DELAYED + exchange, id, durable, false, arguments);
    }

    /** That of seen keys. */
    public static QueueDefinition ofSeen(String exchange, long id) {
        return new QueueDefinition(SEEN + exchange, id, true, false, FieldTable.EMPTY);
    }

    /** True when the queue of this name is one. */
    public static boolean isOne(String queue) {
        return isOfDelayed(queue) || queue.startsWith(SEEN);
    }

    /** True when the queue of this name holds delayed messages. */
    public static boolean isOfDelayed(String queue) {
        return queue.startsWith(DELAYED);
    }

    /** Whose store it is. */
    public static String exchangeOf(String queue) {
        return queue.substring((isOfDelayed(queue) ? DELAYED : SEEN).length());
    }
}
