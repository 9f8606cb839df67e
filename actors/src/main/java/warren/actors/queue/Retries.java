package warren.actors.queue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import warren.persistence.event.StoredMessage;
import warren.routing.message.FieldTable;

/**
 * The messages that came back from consumers and are to wait before they are handed out again, as in the quorum queues of RabbitMQ 4.3
 * (arguments x-delayed-retry-type, -min and -max): as often as they came back times the minimum, at most the maximum. They are neither
 * ready nor unacknowledged, and block nothing behind them.
 */
final class Retries {
    private static final Comparator<QueuedMessage> EARLIEST_FIRST = Comparator.<QueuedMessage>comparingLong(
                    message -> message.retryAtMillis)
            .thenComparingLong(message -> message.offset);

    /** Which of those that come back wait. */
    private enum Type {
        DISABLED,
        ALL,
        FAILED,
        RETURNED;

        static Type of(FieldTable arguments) {
            return switch (arguments.text("x-delayed-retry-type").orElse("")) {
                case "all" -> ALL;
                case "failed" -> FAILED;
                case "returned" -> RETURNED;
                default -> DISABLED;
            };
        }

        /** A basic.nack is both: RabbitMQ 4.3 takes it for a mere return, but here, as in all versions before, it counts as a failure. */
        boolean delays(Outcome outcome) {
            return switch (this) {
                case ALL -> true;
                case FAILED -> outcome != Outcome.RECOVERED;
                case RETURNED -> outcome != Outcome.FAILED;
                case DISABLED -> false;
            };
        }
    }

    private final PriorityQueue<QueuedMessage> waiting = new PriorityQueue<>(EARLIEST_FIRST);
    /** What the journal knew at the start of messages that are still on disk. */
    private final TreeMap<Long, Long> recovered = new TreeMap<>();

    private long bodyBytes;
    private Type type = Type.DISABLED;
    private long minMillis;
    private long maxMillis;

    /** Other rules from now on; what waits keeps its time. */
    void follow(FieldTable arguments) {
        minMillis = arguments.number("x-delayed-retry-min").orElse(0);
        maxMillis = arguments.number("x-delayed-retry-max").orElse(minMillis);
        type = minMillis > 0 ? Type.of(arguments) : Type.DISABLED;
    }

    boolean isEnabled() {
        return type != Type.DISABLED;
    }

    /** When a message that has come back so often, the last time so, may be handed out again; empty when at once. */
    OptionalLong dueMillis(Outcome outcome, int count, long nowMillis) {
        if (!type.delays(outcome)) {
            return OptionalLong.empty();
        }
        long times = Math.max(1, count);
        long delay = minMillis > maxMillis / times ? maxMillis : minMillis * times;
        return OptionalLong.of(TimeToLive.after(nowMillis, delay));
    }

    void add(QueuedMessage message, long dueMillis) {
        message.retryAtMillis = dueMillis;
        waiting.add(message);
        bodyBytes += message.bodyBytes;
    }

    /** Takes out the next that is due; null when there is none. */
    @Nullable
    QueuedMessage poll(long nowMillis) {
        return earliestMillis() > nowMillis ? null : take();
    }

    private @Nullable QueuedMessage take() {
        QueuedMessage first = waiting.poll();
        if (first != null) {
            bodyBytes -= first.bodyBytes;
        }
        return first;
    }

    /** When the next is due; {@link StoredMessage#NEVER} when none waits. */
    long earliestMillis() {
        QueuedMessage first = waiting.peek();
        return first == null ? StoredMessage.NEVER : first.retryAtMillis;
    }

    List<QueuedMessage> all() {
        return List.copyOf(waiting);
    }

    int size() {
        return waiting.size();
    }

    long bodyBytes() {
        return bodyBytes;
    }

    /** Takes all out. */
    List<QueuedMessage> clear() {
        var all = new ArrayList<>(waiting);
        waiting.clear();
        recovered.clear();
        bodyBytes = 0;
        return all;
    }

    /** What the journal knows. */
    void restore(SortedMap<Long, Long> known, long nowMillis) {
        known.forEach((offset, due) -> {
            if (due > nowMillis) {
                recovered.put(offset, due);
            }
        });
    }

    /** When a message that has just been read may be handed out, as the journal knows; empty when at once. */
    OptionalLong takeRecovered(long offset) {
        Long due = recovered.isEmpty() ? null : recovered.remove(offset);
        return due == null ? OptionalLong.empty() : OptionalLong.of(due);
    }

    /** True when some of these offsets may have to wait. */
    boolean hasRecovered(long first, long last) {
        return !recovered.isEmpty()
                && !recovered.subMap(first, true, last, true).isEmpty();
    }
}
