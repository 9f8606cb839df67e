package warren.actors.queue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * Messages that somebody is moving out of the queue: nobody else is given them meanwhile. They stay where they are, in memory or on disk;
 * one whose turn comes is passed over and kept here, and so stands before all that was never handed out when it is given back.
 */
final class Reservations {
    private final Map<Long, ActorRef<?>> movers = new HashMap<>();
    private final Map<Long, QueuedMessage> passed = new HashMap<>();

    boolean isEmpty() {
        return movers.isEmpty();
    }

    /** Messages that were passed over. */
    int passed() {
        return passed.size();
    }

    /** False when somebody else has it. */
    boolean add(long offset, ActorRef<?> mover) {
        return mover.equals(movers.computeIfAbsent(offset, key -> mover));
    }

    /** It is the turn of this message, which has left the ready ones. Returns true when it is reserved, and so stays here. */
    boolean pass(QueuedMessage message) {
        if (movers.isEmpty() || !movers.containsKey(message.offset)) {
            return false;
        }
        passed.put(message.offset, message);
        return true;
    }

    boolean holds(long offset, ActorRef<?> mover) {
        return mover.equals(movers.get(offset));
    }

    /** The end of it; the message if it was passed over, else null. */
    @Nullable
    QueuedMessage end(long offset) {
        movers.remove(offset);
        return passed.remove(offset);
    }

    boolean isMover(ActorRef<?> mover) {
        return movers.containsValue(mover);
    }

    /** What it has reserved. */
    List<Long> of(ActorRef<?> mover) {
        var offsets = new ArrayList<Long>();
        movers.forEach((offset, owner) -> {
            if (owner.equals(mover)) {
                offsets.add(offset);
            }
        });
        return offsets;
    }

    /** All that is reserved. */
    List<Long> all() {
        return List.copyOf(movers.keySet());
    }
}
