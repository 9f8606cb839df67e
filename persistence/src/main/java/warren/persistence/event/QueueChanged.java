package warren.persistence.event;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;

/**
 * One batch of a durable queue, the unit that is durable or not as a whole.
 *
 * @param enqueued the persistent messages that came, by ascending offset; not always contiguous, as transient ones are numbered too
 * @param settled the stored messages that the queue is done with; offsets that are not stored change nothing
 * @param handedOut messages with lower offsets have been handed out to consumers, and are redelivered if they are again
 * @param returns how often stored messages have come back from consumers by now, by offset; only for those for which that is news
 * @param retries when stored messages that came back may be handed out again, in milliseconds since 1970, by offset; likewise
 * @param jointWrite which joint write it is a part of; 0 for none. Means nothing once it is written, and is not stored
 */
public record QueueChanged(
        List<StoredMessage> enqueued,
        OffsetRanges settled,
        long handedOut,
        SortedMap<Long, Integer> returns,
        SortedMap<Long, Long> retries,
        long jointWrite) {
    /** Takes list and maps as they are, for they may be long: the caller must not change them afterwards. */
    public QueueChanged {
        long last = -1;
        for (StoredMessage message : enqueued) {
            if (message.offset() <= last) {
                throw new IllegalArgumentException("offset " + message.offset() + " follows " + last);
            }
            last = message.offset();
        }
    }

    public QueueChanged(List<StoredMessage> enqueued, OffsetRanges settled, long handedOut) {
        this(enqueued, settled, handedOut, Collections.emptySortedMap(), 0);
    }

    /** A batch in which nothing is to wait before it is handed out again. */
    public QueueChanged(
            List<StoredMessage> enqueued,
            OffsetRanges settled,
            long handedOut,
            SortedMap<Long, Integer> returns,
            long jointWrite) {
        this(enqueued, settled, handedOut, returns, Collections.emptySortedMap(), jointWrite);
    }

    /** A batch that says nothing of what was handed out. */
    public QueueChanged(List<StoredMessage> enqueued, OffsetRanges settled) {
        this(enqueued, settled, 0);
    }

    /** The same as a part of a joint write. */
    public QueueChanged in(long number) {
        return new QueueChanged(enqueued, settled, handedOut, returns, retries, number);
    }
}
