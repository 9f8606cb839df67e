package warren.actors.queue;

import java.util.SortedMap;
import java.util.TreeMap;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;
import warren.routing.message.Message;

/**
 * How often messages have come back from consumers, in a queue with a limit to that (argument x-delivery-limit). Requeued, recovered,
 * left by a channel that ended: all count. As in RabbitMQ's quorum queues, a message with a higher count than the limit is dead, and
 * one that has come back says so in a header. Without a limit, which is -1 for a quorum queue, nothing is counted, unless {@link Retries}
 * go by the count.
 */
final class Returns {
    private static final String HEADER = "x-delivery-count";
    private static final long NO_LIMIT = -1;
    /** That of quorum queues that name none, since RabbitMQ 4.0. */
    private static final long QUORUM_LIMIT = 20;

    /** Counts of messages that are in the queue, by offset. */
    private final TreeMap<Long, Integer> counts = new TreeMap<>();

    private long limit = NO_LIMIT;
    /** Also without a limit where the count says how long a message waits. */
    private boolean isCounting;

    void follow(FieldTable arguments, boolean countsForRetries) {
        limit = arguments
                .number("x-delivery-limit")
                .orElse(QueueSettings.isQuorum(arguments) ? QUORUM_LIMIT : NO_LIMIT);
        isCounting = limit != NO_LIMIT || countsForRetries;
    }

    /** What the journal knows. */
    void restore(SortedMap<Long, Integer> known) {
        counts.putAll(known);
    }

    /** One more return of a message. Answers its count; 0 when nobody counts. */
    int count(QueuedMessage message) {
        return !isCounting ? 0 : counts.merge(message.offset, 1, Math::addExact);
    }

    /** How often a message has come back, as far as it was counted. */
    int of(QueuedMessage message) {
        return counts.getOrDefault(message.offset, 0);
    }

    void set(QueuedMessage message, int count) {
        if (count > 0) {
            counts.put(message.offset, count);
        }
    }

    /** True when a message that has come back so often is not to be handed out again. */
    boolean isTooOften(int count) {
        return limit != NO_LIMIT && count > limit;
    }

    /** The message as a consumer gets it. */
    Message forConsumer(QueuedMessage message) {
        return isCounted(message) ? withCount(message) : message.message;
    }

    /** The message as basic.get gets it: as in RabbitMQ the first time too with its count. */
    Message forGet(QueuedMessage message) {
        return isCounting ? withCount(message) : message.message;
    }

    private boolean isCounted(QueuedMessage message) {
        return isCounting && counts.containsKey(message.offset);
    }

    private Message withCount(QueuedMessage message) {
        var properties = message.message.properties();
        FieldValue count = FieldValue.of((long) counts.getOrDefault(message.offset, 0));
        return message.message.withProperties(properties.toBuilder()
                .headers(properties.headers().with(HEADER, count))
                .build());
    }

    /** The message has left the queue. */
    void forget(QueuedMessage message) {
        if (!counts.isEmpty()) {
            counts.remove(message.offset);
        }
    }

    /** All messages of a page have left the queue. */
    void forget(Page page) {
        if (!counts.isEmpty()) {
            page.offsets()
                    .forEachRange(
                            (from, to) -> counts.subMap(from, true, to, true).clear());
        }
    }
}
