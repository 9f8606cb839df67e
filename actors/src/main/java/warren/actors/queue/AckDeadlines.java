package warren.actors.queue;

import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorSystem;
import warren.persistence.event.StoredMessage;
import warren.routing.message.FieldTable;

/**
 * For how long the clients of a queue hold messages, where that has a limit: argument x-consumer-timeout, or the broker's. Those handed
 * out first stand first; one that was settled stays as a stranger until it comes to the front, or until strangers are the most. Costs
 * nothing without a limit.
 */
final class AckDeadlines {
    private static final int STRANGERS_MIN = 1_000;

    private record Handout(QueuedMessage message, ChannelLink link, long atMillis) {
        boolean isOver() {
            return !message.held || message.heldSinceMillis != atMillis;
        }
    }

    private final ArrayDeque<Handout> handouts = new ArrayDeque<>(1);
    private final LongSupplier clock;
    private final long brokerMillis;
    /** {@link StoredMessage#NEVER} without a limit. */
    private long timeoutMillis;

    private int strangers;

    /** {@code brokerMillis}: for a queue that says nothing; {@link StoredMessage#NEVER} for no limit. */
    AckDeadlines(LongSupplier clock, long brokerMillis) {
        this.clock = clock;
        this.brokerMillis = brokerMillis;
        this.timeoutMillis = brokerMillis;
    }

    /** By the clock and the setting of this system, where 0 means no limit. */
    static AckDeadlines of(ActorSystem<?> system) {
        long millis = system.settings()
                .config()
                .getDuration("warren.queues.consumer-timeout")
                .toMillis();
        return new AckDeadlines(System::currentTimeMillis, millis == 0 ? StoredMessage.NEVER : millis);
    }

    /** What is {@code held} already has its whole time from now on if there was no limit until now. */
    void follow(FieldTable arguments, Iterable<ChannelLink> held) {
        boolean wasLimited = isLimited();
        timeoutMillis = arguments.number("x-consumer-timeout").orElse(brokerMillis);
        if (!isLimited()) {
            handouts.clear();
            strangers = 0;
        } else if (!wasLimited) {
            held.forEach(link -> link.unacknowledged.forEach(message -> add(message, link)));
        }
    }

    private boolean isLimited() {
        return timeoutMillis != StoredMessage.NEVER;
    }

    long timeoutMillis() {
        return timeoutMillis;
    }

    /** A client of this channel has the message. */
    void add(QueuedMessage message, ChannelLink link) {
        if (isLimited()) {
            message.heldSinceMillis = clock.getAsLong();
            handouts.addLast(new Handout(message, link, message.heldSinceMillis));
        }
    }

    /** A client has it no longer. */
    void released() {
        if (!handouts.isEmpty() && ++strangers > STRANGERS_MIN && strangers * 2 > handouts.size()) {
            handouts.removeIf(Handout::isOver);
            strangers = 0;
        }
    }

    /** When the next one is overdue; {@link StoredMessage#NEVER} when none will be. */
    long dueMillis() {
        while (!handouts.isEmpty() && handouts.getFirst().isOver()) {
            handouts.removeFirst();
            strangers--;
        }
        return handouts.isEmpty() ? StoredMessage.NEVER : TimeToLive.after(handouts.getFirst().atMillis, timeoutMillis);
    }

    /** The channels whose clients hold a message for too long, each once. */
    Set<ChannelLink> takeOverdue() {
        var overdue = new LinkedHashSet<ChannelLink>();
        long now = clock.getAsLong();
        while (dueMillis() <= now) {
            overdue.add(handouts.removeFirst().link);
        }
        return overdue;
    }
}
