package warren.actors.queue;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorSystem;
import org.jspecify.annotations.Nullable;
import warren.actors.SteadyClock;
import warren.persistence.event.StoredMessage;
import warren.routing.message.FieldTable;

/**
 * What the clients of a queue hold unsettled, those first that were handed out first, and for how long they may: argument
 * x-consumer-timeout, or the broker's limit; before that the broker may warn. The list is woven through the messages: it takes no
 * memory of its own, and a settlement finds its place at once.
 */
final class HeldMessages {
    private final LongSupplier clock;
    private final Supplier<Patience.Limits> broker;
    private final Watch limit = new Watch();
    private final Watch warning = new Watch();
    private @Nullable QueuedMessage first;
    private @Nullable QueuedMessage last;
    /** The time of this turn of the queue. */
    private long nowMillis;

    private Patience.Limits seen;
    private OptionalLong ownMillis = OptionalLong.empty();

    /** A place in the list: those before it have been held for too long, and whoever had to hear of it has. */
    private static final class Watch {
        /** {@link StoredMessage#NEVER}: for as long as they like. */
        private long patienceMillis = StoredMessage.NEVER;
        /** What was held before counts from then on. */
        private long beginMillis;

        private @Nullable QueuedMessage next;

        void added(QueuedMessage message) {
            if (next == null) {
                next = message;
            }
        }

        void removed(QueuedMessage message) {
            if (next == message) {
                next = message.heldAfter;
            }
        }

        void set(long millis, long nowMillis) {
            if (patienceMillis == StoredMessage.NEVER) {
                beginMillis = nowMillis;
            }
            patienceMillis = millis;
        }

        long dueMillis() {
            return next == null || patienceMillis == StoredMessage.NEVER
                    ? StoredMessage.NEVER
                    : TimeToLive.after(Math.max(beginMillis, next.heldSinceMillis), patienceMillis);
        }

        @Nullable
        QueuedMessage takeOverdue(long nowMillis) {
            QueuedMessage overdue = next;
            if (overdue == null || dueMillis() > nowMillis) {
                return null;
            }
            next = overdue.heldAfter;
            return overdue;
        }
    }

    /** {@code brokerMillis}: for a queue that says nothing, {@code warningMillis}: for all; {@link StoredMessage#NEVER} for none. */
    HeldMessages(LongSupplier clock, long brokerMillis, long warningMillis) {
        this(clock, always(new Patience.Limits(brokerMillis, warningMillis)));
    }

    /** {@code broker}: what the broker's settings say at that moment. */
    HeldMessages(LongSupplier clock, Supplier<Patience.Limits> broker) {
        this.clock = clock;
        this.broker = broker;
        seen = broker.get();
        limit.set(seen.consumerMillis(), Long.MIN_VALUE);
        warning.set(seen.warningMillis(), Long.MIN_VALUE);
    }

    private static Supplier<Patience.Limits> always(Patience.Limits limits) {
        return () -> limits;
    }

    /** By the clock and the settings of this system. */
    static HeldMessages of(ActorSystem<?> system) {
        return new HeldMessages(SteadyClock::millis, Patience.get(system)::limits);
    }

    /** What is held already has its whole time from now on if there was no limit until now. */
    void follow(FieldTable arguments) {
        ownMillis = arguments.number("x-consumer-timeout");
        limit.set(ownMillis.orElse(seen.consumerMillis()), clock.getAsLong());
    }

    long timeoutMillis() {
        return limit.patienceMillis;
    }

    long warningMillis() {
        return warning.patienceMillis;
    }

    /** What is handed out from now on is handed out now, and held by the settings of now. */
    void tick() {
        nowMillis = clock.getAsLong();
        Patience.Limits now = broker.get();
        if (!now.equals(seen)) {
            seen = now;
            limit.set(ownMillis.orElse(now.consumerMillis()), nowMillis);
            warning.set(now.warningMillis(), nowMillis);
        }
    }

    /** A client of this channel has the message. */
    void add(QueuedMessage message, ChannelLink link) {
        message.heldSinceMillis = nowMillis;
        message.heldBy = link;
        message.heldBefore = last;
        if (last == null) {
            first = message;
        } else {
            last.heldAfter = message;
        }
        last = message;
        limit.added(message);
        warning.added(message);
    }

    /** A client has it no longer. */
    void remove(QueuedMessage message) {
        limit.removed(message);
        warning.removed(message);
        QueuedMessage before = message.heldBefore;
        QueuedMessage after = message.heldAfter;
        if (before == null) {
            first = after;
        } else {
            before.heldAfter = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.heldBefore = before;
        }
        message.heldBefore = null;
        message.heldAfter = null;
        message.heldBy = null;
    }

    /** Since when the one is held that is held longest, in milliseconds since 1970. */
    OptionalLong oldestMillis() {
        return first == null ? OptionalLong.empty() : OptionalLong.of(first.heldSinceMillis);
    }

    /** Shows them, those held longest first, until it is told that this is enough. */
    void forEach(Predicate<QueuedMessage> isMoreWanted) {
        for (QueuedMessage next = first; next != null && isMoreWanted.test(next); ) {
            next = next.heldAfter;
        }
    }

    /** When somebody has to hear that a message is held for too long; {@link StoredMessage#NEVER} when nobody will. */
    long dueMillis() {
        return Math.min(limit.dueMillis(), warning.dueMillis());
    }

    /** The channels whose clients hold a message for too long, each once. */
    Set<ChannelLink> takeOverdue() {
        var overdue = new LinkedHashSet<ChannelLink>();
        long now = clock.getAsLong();
        for (QueuedMessage next = limit.takeOverdue(now); next != null; next = limit.takeOverdue(now)) {
            if (next.heldBy != null) {
                overdue.add(next.heldBy);
            }
        }
        return overdue;
    }

    /** The messages that are worth a warning: one for each channel, which is not warned of again before as much time has passed. */
    Map<ChannelLink, QueuedMessage> takeToWarn() {
        var found = new LinkedHashMap<ChannelLink, QueuedMessage>();
        long now = clock.getAsLong();
        for (QueuedMessage next = warning.takeOverdue(now); next != null; next = warning.takeOverdue(now)) {
            ChannelLink holder = next.heldBy;
            if (holder != null && holder.quietUntilMillis <= now) {
                holder.quietUntilMillis = TimeToLive.after(now, warning.patienceMillis);
                found.put(holder, next);
            }
        }
        return found;
    }
}
