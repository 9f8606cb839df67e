package warren.actors.info;

/**
 * What has happened to messages at a queue or on a channel since it began.
 *
 * @param publish came in, whether or not they were routed
 * @param confirm were answered on a confirm channel
 * @param returnUnroutable went back to the publisher because no queue wanted them
 * @param dropUnroutable were dropped for the same reason
 * @param deliver to consumers that acknowledge; {@code deliverNoAck} to those that do not
 * @param get fetched one by one, to be acknowledged; {@code getNoAck} not to be; {@code getEmpty}: nothing was there
 * @param redeliver of all those how many were not handed out for the first time
 * @param publishConfirm of those that came in how many were to be confirmed
 * @param routed to how many queues those that came in went in all
 */
public record MessageCounts(
        long publish,
        long confirm,
        long returnUnroutable,
        long dropUnroutable,
        long deliver,
        long deliverNoAck,
        long get,
        long getNoAck,
        long getEmpty,
        long ack,
        long redeliver,
        long publishConfirm,
        long routed) {
    public static final MessageCounts NONE = new MessageCounts(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** All of both. */
    public MessageCounts plus(MessageCounts other) {
        return new MessageCounts(
                publish + other.publish,
                confirm + other.confirm,
                returnUnroutable + other.returnUnroutable,
                dropUnroutable + other.dropUnroutable,
                deliver + other.deliver,
                deliverNoAck + other.deliverNoAck,
                get + other.get,
                getNoAck + other.getNoAck,
                getEmpty + other.getEmpty,
                ack + other.ack,
                redeliver + other.redeliver,
                publishConfirm + other.publishConfirm,
                routed + other.routed);
    }

    /** All that were handed out in one way or another. */
    public long deliverGet() {
        return deliver + deliverNoAck + get + getNoAck;
    }
}
