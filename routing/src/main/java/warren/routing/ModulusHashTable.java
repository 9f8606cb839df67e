package warren.routing;

import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import warren.routing.message.FieldTable;
import warren.routing.message.Message;

/**
 * Type x-modulus-hash: the hash of the routing key, modulo the number of destinations, picks one of them, in the order of their names.
 * The keys of bindings count for nothing. When a destination comes or goes most keys go elsewhere.
 */
public final class ModulusHashTable<D> extends IndexedTable<D> {
    private final Comparator<D> byName;
    private final Targets<D> targets = new Targets<>();
    /** Each destination as a route; made when asked for. */
    private @Nullable List<List<D>> routes;

    ModulusHashTable(Function<D, String> name) {
        byName = Comparator.comparing(name);
    }

    @Override
    void link(D destination, String routingKey, FieldTable arguments) {
        targets.add(destination);
        routes = null;
    }

    @Override
    void unlink(D destination, String routingKey, FieldTable arguments) {
        targets.remove(destination);
        routes = null;
    }

    @Override
    public List<D> route(Message message) {
        List<List<D>> known = routes;
        if (known == null) {
            known = targets.list().stream().sorted(byName).map(List::of).toList();
            routes = known;
        }
        return known.isEmpty()
                ? List.of()
                : known.get((int) Long.remainderUnsigned(StableHash.of(message.routingKey()), known.size()));
    }
}
