package warren.actors.queue;

import warren.routing.message.FieldTable;

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

    /** Its channel has a limit that its consumers share. */
    static Subscription limitedByChannel(String consumerTag, int prefetchCount) {
        return new Subscription(consumerTag, false, false, prefetchCount, true, FieldTable.EMPTY, "c");
    }
}
