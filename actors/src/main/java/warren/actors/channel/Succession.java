package warren.actors.channel;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import warren.actors.exchange.QueueRef;

/**
 * Which actor of a queue is given a channel's messages while the queue is started anew. What an actor that has ended owed goes to its
 * successor first: until then all that is published to the queue counts as owed too, or it would overtake that.
 */
final class Succession {
    /** The actors that were given messages and whose end, if they have ended, is not dealt with yet; newest last. */
    private final Map<Key, ArrayDeque<QueueRef>> actors = new HashMap<>();

    /** A queue that was deleted and declared again is another one; direct reply-to consumers have no ids. */
    private record Key(String name, long id) {
        static Key of(QueueRef queue) {
            return new Key(queue.name(), queue.id());
        }
    }

    /** The newest actor of this queue; this one may have come late. */
    QueueRef newest(QueueRef queue) {
        ArrayDeque<QueueRef> known = actors.computeIfAbsent(Key.of(queue), key -> new ArrayDeque<>(1));
        QueueRef last = known.peekLast();
        if (last != null && last.incarnation() > queue.incarnation()) {
            return last;
        }
        if (last != null && last.incarnation() == queue.incarnation()) {
            // an operator may have altered it
            known.removeLast();
        }
        known.addLast(queue);
        return queue;
    }

    /** The oldest actor of this queue whose end is not dealt with; the newest itself when it is the only one. */
    QueueRef oldest(QueueRef newest) {
        ArrayDeque<QueueRef> known = actors.get(Key.of(newest));
        return known == null || known.isEmpty() ? newest : known.getFirst();
    }

    /** What this actor owed is about to be given to its successor, if it has one. */
    void ended(QueueRef gone) {
        ArrayDeque<QueueRef> known = actors.get(Key.of(gone));
        if (known != null) {
            known.remove(gone);
            if (known.isEmpty()) {
                actors.remove(Key.of(gone));
            }
        }
    }
}
