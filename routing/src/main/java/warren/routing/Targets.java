package warren.routing;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The destinations of bindings that always match together. One destination may be there by several bindings (of other arguments); it
 * is listed once, in the order of the first.
 */
final class Targets<D> {
    private final Map<D, Integer> bindingCounts = new LinkedHashMap<>(2);
    /** Made when asked for, and the same until a destination comes or goes. */
    private @Nullable List<D> list;

    void add(D destination) {
        if (bindingCounts.merge(destination, 1, Integer::sum) == 1) {
            list = null;
        }
    }

    void remove(D destination) {
        int left = bindingCounts.getOrDefault(destination, 0) - 1;
        if (left > 0) {
            bindingCounts.put(destination, left);
        } else {
            bindingCounts.remove(destination);
            list = null;
        }
    }

    boolean isEmpty() {
        return bindingCounts.isEmpty();
    }

    /** The distinct destinations, immutable. */
    List<D> list() {
        List<D> known = list;
        if (known == null) {
            known = List.copyOf(bindingCounts.keySet());
            list = known;
        }
        return known;
    }

    /** The distinct elements of all lists; one of these lists itself when it holds them all. */
    static <D> List<D> union(List<List<D>> lists) {
        if (lists.isEmpty()) {
            return List.of();
        }
        if (lists.size() == 1) {
            return lists.get(0);
        }
        Set<D> all = new LinkedHashSet<>();
        lists.forEach(all::addAll);
        for (List<D> candidate : lists) {
            if (candidate.size() == all.size()) {
                return candidate;
            }
        }
        return List.copyOf(all);
    }
}
