package warren.actors.queue;

import warren.actors.info.MessageCounts;

/** Counts what happens to messages; for one actor. */
public final class Traffic {
    private long publish;
    private long confirm;
    private long returnUnroutable;
    private long dropUnroutable;
    private long deliver;
    private long deliverNoAck;
    private long get;
    private long getNoAck;
    private long getEmpty;
    private long ack;
    private long redeliver;
    private long publishConfirm;
    private long routed;

    /** Messages came in. */
    public void published(int messages) {
        publish += messages;
    }

    /** Of those that came in so many are to be confirmed. */
    public void toBeConfirmed(int messages) {
        publishConfirm += messages;
    }

    /** Those that came in went to so many queues in all. */
    public void routed(long queues) {
        routed += queues;
    }

    /** The publisher heard of messages. */
    public void confirmed(int messages) {
        confirm += messages;
    }

    /** A message that no queue wanted went back, or was dropped. */
    public void unroutable(boolean isReturned) {
        if (isReturned) {
            returnUnroutable++;
        } else {
            dropUnroutable++;
        }
    }

    /** A consumer was given a message. */
    public void delivered(boolean noAck, boolean redelivered) {
        if (noAck) {
            deliverNoAck++;
        } else {
            deliver++;
        }
        redeliver += redelivered ? 1 : 0;
    }

    /** A message was fetched. */
    public void got(boolean noAck, boolean redelivered) {
        if (noAck) {
            getNoAck++;
        } else {
            get++;
        }
        redeliver += redelivered ? 1 : 0;
    }

    /** One was asked for when there was none. */
    public void gotNothing() {
        getEmpty++;
    }

    /** Messages were acknowledged. */
    public void acknowledged(int messages) {
        ack += messages;
    }

    /** All so far. */
    public MessageCounts counts() {
        return new MessageCounts(
                publish,
                confirm,
                returnUnroutable,
                dropUnroutable,
                deliver,
                deliverNoAck,
                get,
                getNoAck,
                getEmpty,
                ack,
                redeliver,
                publishConfirm,
                routed);
    }
}
