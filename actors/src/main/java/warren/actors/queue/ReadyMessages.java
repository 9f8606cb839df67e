package warren.actors.queue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The messages that wait, in publish order. Those that came back are kept apart: their offsets are all below those of messages that
 * were never handed out, so they go first and each stands again at its original place.
 *
 * <p>A message that expires in the middle is marked and passed over later; its place is given back when it comes to the front, or when
 * such places are the most.
 */
final class ReadyMessages {
    private static final int GAPS_MIN = 1_000;

    private final ArrayDeque<QueuedMessage> fresh = new ArrayDeque<>();
    private final TreeMap<Long, QueuedMessage> returned = new TreeMap<>();
    private final Expiries expiries = new Expiries();
    /** Places in {@link #fresh} of messages that expired. */
    private int gaps;

    private long bodyBytes;

    int size() {
        return fresh.size() - gaps + returned.size();
    }

    boolean isEmpty() {
        return size() == 0;
    }

    /** Bytes of the bodies. */
    long bodyBytes() {
        return bodyBytes;
    }

    /** When the next of them expires; {@link warren.persistence.event.StoredMessage#NEVER} when none does. */
    long earliestExpiryMillis() {
        return expiries.earliestMillis();
    }

    /** A new message; its offset is above all others. */
    void add(QueuedMessage message) {
        fresh.addLast(message);
        enter(message);
    }

    /** A message that was handed out and comes back. */
    void putBack(QueuedMessage message) {
        returned.put(message.offset, message);
        enter(message);
    }

    private void enter(QueuedMessage message) {
        message.waits = true;
        bodyBytes += message.message.body().length;
        expiries.add(message);
    }

    /** The next one to hand out. */
    @Nullable
    QueuedMessage poll() {
        QueuedMessage next = returned.isEmpty()
                ? fresh.pollFirst()
                : returned.pollFirstEntry().getValue();
        if (next != null) {
            leave(next);
            expiries.left(next);
            passGaps();
        }
        return next;
    }

    /** Takes out the next one that is dead by now, wherever it stands. */
    @Nullable
    QueuedMessage pollExpired(long nowMillis) {
        QueuedMessage dead = expiries.poll(nowMillis);
        if (dead != null) {
            leave(dead);
            if (returned.remove(dead.offset) == null) {
                gaps++;
                passGaps();
            }
        }
        return dead;
    }

    private void leave(QueuedMessage message) {
        message.waits = false;
        bodyBytes -= message.message.body().length;
    }

    /** After this the first of {@link #fresh} waits. */
    private void passGaps() {
        if (gaps > GAPS_MIN && gaps * 2 > fresh.size()) {
            fresh.removeIf(message -> !message.waits);
            gaps = 0;
        }
        while (gaps > 0 && !fresh.getFirst().waits) {
            fresh.removeFirst();
            gaps--;
        }
    }

    /** Takes all out. */
    List<QueuedMessage> clear() {
        var all = new ArrayList<>(returned.values());
        fresh.stream().filter(message -> message.waits).forEach(all::add);
        all.forEach(message -> message.waits = false);
        returned.clear();
        fresh.clear();
        expiries.clear();
        gaps = 0;
        bodyBytes = 0;
        return all;
    }
}
