package warren.actors.info;

import warren.routing.message.FieldTable;

/**
 * A consumer of a queue.
 *
 * @param channelName that of its channel, as in {@link ChannelInfo}
 * @param activity in RabbitMQ's words: {@code up}, {@code single_active} or {@code waiting}
 */
public record ConsumerInfo(
        String virtualHost,
        String queue,
        String channelName,
        String consumerTag,
        boolean ackRequired,
        boolean exclusive,
        int prefetchCount,
        String activity,
        FieldTable arguments) {
    public static final String UP = "up";
    public static final String SINGLE_ACTIVE = "single_active";
    public static final String WAITING = "waiting";

    /** Whether it may be given messages now. */
    public boolean active() {
        return !activity.equals(WAITING);
    }
}
