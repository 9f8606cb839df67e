package warren.actors.queue;

import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import warren.actors.queue.QueueProtocol.Delivery;
import warren.actors.queue.QueueProtocol.Reply;

/**
 * What a queue has going with one channel: deliveries not yet settled, and deliveries that the channel's socket has not taken. The
 * latter are limited whatever the prefetch, so that a client that does not read fills neither a mailbox nor the heap.
 */
final class ChannelLink {
    /** Deliveries under way to one socket, at most. RabbitMQ has 200; more lets a write carry more. */
    static final int UNSENT_MESSAGES_MAX = 2_000;

    /** Bytes under way to one socket above which the queue waits. */
    static final long UNSENT_BYTES_MAX = 1 << 20;

    final ActorRef<Reply> channel;
    final OffsetMap unacknowledged = new OffsetMap();
    boolean watched;
    /** Nothing is said before of messages that its client has held for long. */
    long quietUntilMillis;

    private List<Delivery> outgoing = new ArrayList<>();
    private int unsentMessages;
    private long unsentBytes;

    ChannelLink(ActorRef<Reply> channel) {
        this.channel = channel;
    }

    boolean hasRoom() {
        return unsentMessages < UNSENT_MESSAGES_MAX && unsentBytes < UNSENT_BYTES_MAX;
    }

    void add(Delivery delivery) {
        outgoing.add(delivery);
        unsentMessages++;
        unsentBytes += delivery.message().body().length;
    }

    /** Sends what has gathered. */
    void deliver(ActorRef<QueueProtocol.Command> queue) {
        if (!outgoing.isEmpty()) {
            channel.tell(new QueueProtocol.Deliver(takeOutgoing(), queue));
        }
    }

    List<Delivery> takeOutgoing() {
        List<Delivery> taken = outgoing;
        outgoing = new ArrayList<>();
        return taken;
    }

    int unsentMessages() {
        return unsentMessages;
    }

    long unsentBytes() {
        return unsentBytes;
    }

    void sent(int messages, long bodyBytes) {
        unsentMessages -= messages;
        unsentBytes -= bodyBytes;
    }
}
