package warren.exchange;

import org.apache.pekko.util.ByteString;

/**
 * A message that an extension publishes.
 *
 * @param exchange empty for the default exchange, which leads to the queue that the routing key names
 */
public record OutgoingMessage(String exchange, String routingKey, MessageProperties properties, ByteString body) {}
