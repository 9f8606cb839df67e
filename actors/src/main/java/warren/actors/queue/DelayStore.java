package warren.actors.queue;

import warren.persistence.event.QueueDefinition;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;

/**
 * The hidden queue in which the delayed messages of an exchange wait until they are due. It has a name that no client can declare, no
 * consumers, and what is due goes the way of dead letters: to the exchange.
 */
public final class DelayStore {
    private static final String PREFIX = "amq.delayed.";

    private DelayStore() {}

    /** The store of an exchange. */
    public static QueueDefinition of(String exchange, long id, boolean durable) {
        var arguments = FieldTable.of("x-dead-letter-exchange", FieldValue.of(exchange));
        return new QueueDefinition(PREFIX + exchange, id, durable, false, arguments);
    }

    /** True when the queue of this name is one. */
    public static boolean isOne(String queue) {
        return queue.startsWith(PREFIX);
    }

    /** Whose store it is. */
    public static String exchangeOf(String queue) {
        return queue.substring(PREFIX.length());
    }
}
