package warren.actors.channel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The batches that queues have yet to take, in publish order. They are released, and confirmed, in that order. */
final class Confirms {
    private final ArrayDeque<PublishBatch> inOrder = new ArrayDeque<>();
    private final Map<Long, PublishBatch> byId = new HashMap<>();
    private long messages;

    /** Messages that are not confirmed. */
    long messages() {
        return messages;
    }

    boolean isEmpty() {
        return inOrder.isEmpty();
    }

    void add(PublishBatch batch) {
        inOrder.addLast(batch);
        byId.put(batch.id, batch);
        messages += batch.messages.size();
    }

    @Nullable
    PublishBatch find(long id) {
        return byId.get(id);
    }

    /** All of them, in publish order. */
    List<PublishBatch> all() {
        return new ArrayList<>(inOrder);
    }

    /** Takes the batches from the front that all their queues have taken. */
    List<PublishBatch> takeDone() {
        PublishBatch first = inOrder.peekFirst();
        if (first == null || !first.isTaken()) {
            return List.of();
        }
        var done = new ArrayList<PublishBatch>();
        for (; first != null && first.isTaken(); first = inOrder.peekFirst()) {
            inOrder.removeFirst();
            byId.remove(first.id);
            messages -= first.messages.size();
            done.add(first);
        }
        return done;
    }
}
