package warren.actors.queue;

import java.util.ArrayDeque;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The first messages of a queue, in publish order. One that expires in the middle no longer waits and is passed over later; its place is
 * given back when it comes to the front, or when such places are the most. So the first one always waits.
 */
final class Head {
    private static final int GAPS_MIN = 1_000;

    private final ArrayDeque<QueuedMessage> messages = new ArrayDeque<>(0);
    /** Places of messages that expired. */
    private int gaps;

    private long weight;

    /** Places, those of the dead included. */
    int size() {
        return messages.size();
    }

    boolean isEmpty() {
        return messages.isEmpty();
    }

    /** Bytes of memory of those that wait. */
    long weight() {
        return weight;
    }

    @Nullable
    QueuedMessage first() {
        return messages.peekFirst();
    }

    Stream<QueuedMessage> waiting() {
        return messages.stream().filter(message -> message.waits);
    }

    void add(QueuedMessage message) {
        messages.addLast(message);
        weight += message.weight();
    }

    /** Takes the first one out, which may no longer wait then. */
    @Nullable
    QueuedMessage poll() {
        QueuedMessage first = messages.pollFirst();
        if (first != null) {
            weight -= first.weight();
            passGaps();
        }
        return first;
    }

    /** This one no longer waits. */
    void left(QueuedMessage message) {
        weight -= message.weight();
        gaps++;
        passGaps();
    }

    private void passGaps() {
        if (gaps > GAPS_MIN && gaps * 2 > messages.size()) {
            messages.removeIf(message -> !message.waits);
            gaps = 0;
        }
        while (gaps > 0 && !messages.getFirst().waits) {
            messages.removeFirst();
            gaps--;
        }
    }

    void clear() {
        messages.clear();
        gaps = 0;
        weight = 0;
    }
}
