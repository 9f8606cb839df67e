package warren.actors.queue;

import java.util.List;
import warren.actors.queue.QueueProtocol.Delivery;
import warren.persistence.event.StoredMessage;
import warren.routing.message.BasicProperties;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;
import warren.routing.message.Message;

/**
 * One consumer of a stream: how far it has come, and how much more it may be given. What it settles gives room for as much; nothing
 * leaves the stream.
 */
final class StreamReader {
    /** A delivery is named by its reader's number, above, and the message's offset in the stream. */
    private static final int OFFSET_BITS = 40;

    private static final long OFFSET_MASK = (1L << OFFSET_BITS) - 1;

    final int number;
    final Subscription subscription;
    final ChannelLink link;
    private final StreamFilter filter;
    /** What came earlier is not for it. */
    private final long notBeforeMillis;

    private final Traffic traffic;

    long position;
    private long unacknowledged;
    /** It has been cancelled; it may still settle. */
    boolean ended;

    StreamReader(
            int number,
            Subscription subscription,
            ChannelLink link,
            StreamFilter filter,
            long notBeforeMillis,
            Traffic traffic) {
        this.number = number;
        this.subscription = subscription;
        this.link = link;
        this.filter = filter;
        this.notBeforeMillis = notBeforeMillis;
        this.traffic = traffic;
    }

    /** The reader that this delivery went to. */
    static int readerOf(long delivery) {
        return (int) (delivery >>> OFFSET_BITS);
    }

    /** The message that was delivered. */
    static long offsetOf(long delivery) {
        return delivery & OFFSET_MASK;
    }

    boolean hasRoom() {
        return link.hasRoom() && unacknowledged < subscription.prefetchCount();
    }

    long unacknowledged() {
        return unacknowledged;
    }

    void settled() {
        unacknowledged--;
    }

    /** Delivers from a chunk that is in memory, as far as there is room; returns true when there is more of it. */
    boolean read(List<StoredMessage> content) {
        int at = indexOf(content);
        for (; at < content.size() && hasRoom(); at++) {
            StoredMessage stored = content.get(at);
            position = stored.offset() + 1;
            if (stored.expiresAtMillis() >= notBeforeMillis && filter.matches(stored.message())) {
                unacknowledged++;
                traffic.delivered(false, false);
                link.add(new Delivery(
                        subscription.consumerTag(),
                        ((long) number << OFFSET_BITS) | stored.offset(),
                        withOffset(stored),
                        false));
            }
        }
        return at < content.size();
    }

    private int indexOf(List<StoredMessage> content) {
        int low = 0;
        int high = content.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (content.get(middle).offset() < position) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static Message withOffset(StoredMessage stored) {
        BasicProperties properties = stored.message().properties();
        FieldTable headers = properties.headers().with("x-stream-offset", FieldValue.of(stored.offset()));
        return stored.message()
                .withProperties(properties.toBuilder().headers(headers).build());
    }
}
