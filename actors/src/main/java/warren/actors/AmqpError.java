package warren.actors;

import java.nio.charset.StandardCharsets;
import warren.transport.method.ReplyCode;

/**
 * An error of the peer as a value. The code says whether its channel or its connection ends (AMQP 0-9-1, 1.2).
 *
 * @param text what follows {@code NAME - } in the close method, in RabbitMQ's words
 */
public record AmqpError(ReplyCode code, String text) {
    private static final int REPLY_TEXT_MAX = 255;

    public static AmqpError notFound(String text) {
        return new AmqpError(ReplyCode.NOT_FOUND, text);
    }

    public static AmqpError preconditionFailed(String text) {
        return new AmqpError(ReplyCode.PRECONDITION_FAILED, text);
    }

    public static AmqpError accessRefused(String text) {
        return new AmqpError(ReplyCode.ACCESS_REFUSED, text);
    }

    public static AmqpError notAllowed(String text) {
        return new AmqpError(ReplyCode.NOT_ALLOWED, text);
    }

    public static AmqpError notImplemented(String text) {
        return new AmqpError(ReplyCode.NOT_IMPLEMENTED, text);
    }

    public static AmqpError commandInvalid(String text) {
        return new AmqpError(ReplyCode.COMMAND_INVALID, text);
    }

    public static AmqpError channelError(String text) {
        return new AmqpError(ReplyCode.CHANNEL_ERROR, text);
    }

    public static AmqpError noQueue(String queue, String virtualHost) {
        return notFound("no " + queue(queue, virtualHost));
    }

    public static AmqpError noExchange(String exchange, String virtualHost) {
        return notFound("no " + exchange(exchange, virtualHost));
    }

    /** Another connection's exclusive queue. */
    public static AmqpError locked(String queue, String virtualHost) {
        return new AmqpError(
                ReplyCode.RESOURCE_LOCKED,
                "cannot obtain exclusive access to locked " + queue(queue, virtualHost)
                        + ". It could be originally declared on another connection or the exclusive property value does"
                        + " not match that of the original declaration.");
    }

    /** A queue that a get would take messages from past its single active consumer. */
    public static AmqpError lockedForGet(String queue) {
        return new AmqpError(
                ReplyCode.RESOURCE_LOCKED,
                "cannot obtain access to locked " + queue
                        + ". basic.get operations are not supported by quorum queues with single active consumer");
    }

    /** A client has held a message for too long. */
    public static AmqpError ackTimedOut(int channel, long timeoutMillis) {
        return preconditionFailed("delivery acknowledgement on channel " + channel + " timed out. Timeout value used: "
                + timeoutMillis + " ms. This timeout value can be configured, see consumers doc guide to learn more");
    }

    /** A queue as RabbitMQ spells it. */
    public static String queue(String name, String virtualHost) {
        return "queue '" + name + "' in vhost '" + virtualHost + "'";
    }

    /** An exchange as RabbitMQ spells it. */
    public static String exchange(String name, String virtualHost) {
        return "exchange '" + name + "' in vhost '" + virtualHost + "'";
    }

    /** The reply text of the close method, cut to what a short string holds. */
    public String replyText() {
        String whole = code.name() + " - " + text;
        byte[] bytes = whole.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= REPLY_TEXT_MAX) {
            return whole;
        }
        int end = REPLY_TEXT_MAX;
        while ((bytes[end] & 0xc0) == 0x80) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }
}
