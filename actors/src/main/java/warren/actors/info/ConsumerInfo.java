package warren.actors.info;

import warren.routing.message.FieldTable;

/** A consumer of a queue. {@code channelName} is that of its channel, as in {@link ChannelInfo}. */
public record ConsumerInfo(
        String virtualHost,
        String queue,
        String channelName,
        String consumerTag,
        boolean ackRequired,
        boolean exclusive,
        int prefetchCount,
        boolean active,
        FieldTable arguments) {}
