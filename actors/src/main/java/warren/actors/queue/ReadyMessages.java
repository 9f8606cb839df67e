package warren.actors.queue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The messages that wait, in publish order. Those that came back are kept apart: their offsets are all below those of messages that
 * were never handed out, so they go first and each stands again at its original place.
 */
final class ReadyMessages {
    private final ArrayDeque<QueuedMessage> fresh = new ArrayDeque<>();
    private final TreeMap<Long, QueuedMessage> returned = new TreeMap<>();
    private long bodyBytes;

    int size() {
        return fresh.size() + returned.size();
    }

    boolean isEmpty() {
        return fresh.isEmpty() && returned.isEmpty();
    }

    /** Bytes of the bodies. */
    long bodyBytes() {
        return bodyBytes;
    }

    /** A new message; its offset is above all others. */
    void add(QueuedMessage message) {
        fresh.addLast(message);
        bodyBytes += message.message.body().length;
    }

    /** A message that was handed out and comes back. */
    void putBack(QueuedMessage message) {
        returned.put(message.offset, message);
        bodyBytes += message.message.body().length;
    }

    /** The next one to hand out. */
    @Nullable
    QueuedMessage poll() {
        QueuedMessage next = returned.isEmpty()
                ? fresh.pollFirst()
                : returned.pollFirstEntry().getValue();
        if (next != null) {
            bodyBytes -= next.message.body().length;
        }
        return next;
    }

    /** Takes all out. */
    List<QueuedMessage> clear() {
        var all = new ArrayList<>(returned.values());
        all.addAll(fresh);
        returned.clear();
        fresh.clear();
        bodyBytes = 0;
        return all;
    }
}
