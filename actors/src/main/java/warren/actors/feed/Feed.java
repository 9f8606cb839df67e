package warren.actors.feed;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import warren.routing.message.Message;

/**
 * The way of messages to an exchange that the broker itself publishes to. At most {@value #MESSAGES_MAX} are on it; what comes then is
 * dropped, and the log says so once until the way is free again. Thread-safe.
 */
public final class Feed {
    static final int MESSAGES_MAX = 10_000;

    /** Lines of this logger are about feeds, and so are not fed themselves. */
    public static final String LOGGER = "feed";

    private static final Logger LOG = LoggerFactory.getLogger(LOGGER);

    private final String exchange;
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicLong dropped = new AtomicLong();
    private volatile @Nullable ActorRef<FeedActor.Command> actor;

    Feed(String exchange) {
        this.exchange = exchange;
    }

    /** The exchange's name. */
    public String exchange() {
        return exchange;
    }

    /** False when nobody could hear of a message. */
    public boolean isOpen() {
        return actor != null;
    }

    /** Sends a message on its way, if the feed is open and has room. */
    public void publish(Message message) {
        ActorRef<FeedActor.Command> to = actor;
        if (to == null) {
            return;
        }
        if (underWay.incrementAndGet() > MESSAGES_MAX) {
            underWay.decrementAndGet();
            if (dropped.getAndIncrement() == 0) {
                LOG.warn("messages to exchange '{}' are dropped: {} wait for their queues", exchange, MESSAGES_MAX);
            }
            return;
        }
        to.tell(new FeedActor.Publish(message));
    }

    /** From now on this actor sends messages on. What another one had is lost. */
    void open(ActorRef<FeedActor.Command> by) {
        if (!by.equals(actor)) {
            underWay.set(0);
        }
        actor = by;
    }

    /** The actor ends. */
    void close(ActorRef<FeedActor.Command> by) {
        if (by.equals(actor)) {
            actor = null;
        }
    }

    /** Messages are where they belong, or nowhere. */
    void done(int messages) {
        if (underWay.addAndGet(-messages) == 0) {
            long lost = dropped.getAndSet(0);
            if (lost > 0) {
                LOG.warn("{} messages to exchange '{}' were dropped", lost, exchange);
            }
        }
    }
}
