package warren.actors.info;

import java.util.OptionalLong;

/**
 * A message that a client holds and has not settled.
 *
 * @param id names it within its queue
 * @param deliveryTag by which the client settles it; empty when its channel did not say
 * @param consumerTag empty when it was got by basic.get
 * @param channelName as in {@link ChannelInfo}; empty when its channel did not say
 * @param sinceMillis when it was handed out, in milliseconds since 1970
 * @param bodyBytes of its body
 */
public record UnackedInfo(
        long id,
        OptionalLong deliveryTag,
        String consumerTag,
        String channelName,
        long sinceMillis,
        boolean redelivered,
        int bodyBytes) {}
