package warren.routing;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import warren.routing.message.FieldTable;

/**
 * What all built-in tables share: it knows each binding by its destination, so that binding, unbinding and the removal of a destination
 * cost the same however many others there are. A subclass keeps the same bindings in the shape that its rule needs.
 */
abstract class IndexedTable<D> implements RoutingTable<D> {
    private record Key(String routingKey, FieldTable arguments) {}

    private final Map<D, Set<Key>> bindings = new HashMap<>();
    private int size;

    /** A binding that was not there is added. */
    abstract void link(D destination, String routingKey, FieldTable arguments);

    /** A binding that was there is taken away. */
    abstract void unlink(D destination, String routingKey, FieldTable arguments);

    @Override
    public final boolean bind(D destination, String routingKey, FieldTable arguments) {
        // Most destinations have one binding or two: small sets.
        Set<Key> keys = bindings.computeIfAbsent(destination, any -> new HashSet<>(2));
        if (!keys.add(new Key(routingKey, arguments))) {
            return false;
        }
        size++;
        link(destination, routingKey, arguments);
        return true;
    }

    @Override
    public final boolean unbind(D destination, String routingKey, FieldTable arguments) {
        Set<Key> keys = bindings.get(destination);
        if (keys == null || !keys.remove(new Key(routingKey, arguments))) {
            return false;
        }
        if (keys.isEmpty()) {
            bindings.remove(destination);
        }
        size--;
        unlink(destination, routingKey, arguments);
        return true;
    }

    @Override
    public final void removeDestination(D destination) {
        Set<Key> keys = bindings.remove(destination);
        if (keys != null) {
            size -= keys.size();
            keys.forEach(key -> unlink(destination, key.routingKey(), key.arguments()));
        }
    }

    @Override
    public final int size() {
        return size;
    }
}
