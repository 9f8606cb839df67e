package warren.actors.queue;

import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;

/**
 * A consumer's wishes.
 *
 * @param prefetchCount 0 = no limit of its own
 * @param limitedByChannel the channel has a limit that all its consumers share: ask for permits
 * @param channelName for operators
 */
public record Subscription(
        String consumerTag,
        boolean noAck,
        boolean exclusive,
        int prefetchCount,
        boolean limitedByChannel,
        FieldTable arguments,
        String channelName) {
    /** Argument x-priority: consumers of a higher one are served first. */
    long priority() {
        return arguments.get("x-priority").orElse(null) instanceof FieldValue.Int number ? number.value() : 0;
    }

    /** The same wishes; from now on the channel's limit counts too if {@code limited}. */
    public Subscription limitedByChannel(boolean limited) {
        return new Subscription(
                consumerTag, noAck, exclusive, prefetchCount, limitedByChannel || limited, arguments, channelName);
    }
}
