package warren.routing;

import java.util.List;
import warren.routing.message.FieldTable;

/**
 * Type topic: routing keys are words between dots, and a binding is a pattern in which {@code *} stands for one word and {@code #} for any
 * number of words, also none. The word between two dots may be empty and counts; the empty key has no word at all.
 */
public final class TopicTable<D> extends KeyedTable<D> {
    private final TopicTrie<D> patterns = new TopicTrie<>();
    private final RouteCache<D> known = new RouteCache<>();

    @Override
    void link(D destination, String routingKey, FieldTable arguments) {
        patterns.add(routingKey, destination);
        known.clear();
    }

    @Override
    void unlink(D destination, String routingKey, FieldTable arguments) {
        patterns.remove(routingKey, destination);
        known.clear();
    }

    @Override
    List<D> route(String routingKey) {
        List<D> destinations = known.get(routingKey);
        if (destinations == null) {
            destinations = Targets.union(patterns.match(routingKey));
            known.put(routingKey, destinations);
        }
        return destinations;
    }
}
