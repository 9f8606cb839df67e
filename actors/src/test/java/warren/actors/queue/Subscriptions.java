package warren.actors.queue;

import warren.actors.queue.QueueActor.Subscription;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;

/** Consumers' wishes. */
final class Subscriptions {
    private Subscriptions() {}

    /** With acknowledgements; {@code prefetchCount} 0 = no limit. */
    static Subscription acking(String consumerTag, int prefetchCount) {
        return new Subscription(consumerTag, false, false, prefetchCount, false, FieldTable.EMPTY, "c");
    }

    static Subscription noAck(String consumerTag) {
        return new Subscription(consumerTag, true, false, 0, false, FieldTable.EMPTY, "c");
    }

    static Subscription exclusive(String consumerTag) {
        return new Subscription(consumerTag, false, true, 0, false, FieldTable.EMPTY, "c");
    }

    static Subscription prioritized(String consumerTag, long priority) {
        FieldTable arguments = FieldTable.of("x-priority", FieldValue.of(priority));
        return new Subscription(consumerTag, true, false, 0, false, arguments, "c");
    }

    /** Its channel has a limit that its consumers share. */
    static Subscription limitedByChannel(String consumerTag, int prefetchCount) {
        return new Subscription(consumerTag, false, false, prefetchCount, true, FieldTable.EMPTY, "c");
    }
}
