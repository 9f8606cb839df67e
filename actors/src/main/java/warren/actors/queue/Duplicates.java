package warren.actors.queue;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import warren.routing.DeduplicationKey;
import warren.routing.message.FieldTable;
import warren.routing.message.Message;

/**
 * Which keys (header x-deduplication-header) are in a queue with the argument x-message-deduplication, waiting or unacknowledged: a
 * message with one of them does not come in. Costs nothing in other queues.
 */
final class Duplicates {
    private boolean isOn;
    /** For each key the publish that brought it, if that was after the start. */
    private final Map<String, Optional<PublishTicket>> present = new HashMap<>();

    private final TreeMap<Long, String> keys = new TreeMap<>();

    /** What is there when it is switched on does not count. */
    void follow(FieldTable arguments) {
        isOn = arguments.isTrue("x-message-deduplication");
        if (!isOn) {
            present.clear();
            keys.clear();
        }
    }

    boolean isOn() {
        return isOn;
    }

    /** True for a message that does not come in. Its publish is safe only when the message is that is there. */
    boolean isDuplicate(Message message, PublishTicket ticket) {
        if (!isOn) {
            return false;
        }
        Optional<PublishTicket> first =
                DeduplicationKey.of(message).map(present::get).orElse(null);
        if (first == null) {
            return false;
        }
        first.ifPresent(known -> known.isFollowedBy(ticket));
        return true;
    }

    /** A message that has come in. */
    void add(QueuedMessage message, PublishTicket ticket) {
        add(message, Optional.of(ticket));
    }

    private void add(QueuedMessage message, Optional<PublishTicket> ticket) {
        if (isOn) {
            DeduplicationKey.of(message.message).ifPresent(key -> {
                present.put(key, ticket);
                keys.put(message.offset, key);
            });
        }
    }

    /** A message that the journal has. */
    void recover(QueuedMessage message) {
        add(message, Optional.empty());
    }

    /** The message has left the queue. */
    void forget(QueuedMessage message) {
        String key = keys.isEmpty() ? null : keys.remove(message.offset);
        if (key != null) {
            present.remove(key);
        }
    }

    /** All messages of a page have left the queue. */
    void forget(Page page) {
        if (!keys.isEmpty()) {
            page.offsets().forEachRange((from, to) -> {
                var gone = keys.subMap(from, true, to, true);
                gone.values().forEach(present::remove);
                gone.clear();
            });
        }
    }
}
