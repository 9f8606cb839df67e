package warren.routing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answers to the routing keys that were asked lately. When it is full it forgets everything: keys that never repeat then cost one map
 * entry each and no order has to be kept, and keys that do repeat are soon there again.
 */
final class RouteCache<D> {
    static final int KEYS_MAX = 4_096;
    /** A bound on the memory as well: a few thousand keys may each have a long list of their own. */
    static final int DESTINATIONS_MAX = 1 << 18;

    private final Map<String, List<D>> lists = new HashMap<>();
    private int destinations;

    @Nullable
    List<D> get(String routingKey) {
        return lists.get(routingKey);
    }

    void put(String routingKey, List<D> list) {
        if (lists.size() >= KEYS_MAX || destinations + list.size() > DESTINATIONS_MAX) {
            clear();
        }
        lists.put(routingKey, list);
        destinations += list.size();
    }

    void clear() {
        lists.clear();
        destinations = 0;
    }

    int size() {
        return lists.size();
    }
}
