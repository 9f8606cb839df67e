package warren.routing;

import java.util.ArrayList;
import java.util.List;
import warren.routing.message.Message;

/** A table that looks at nothing of a message but its routing keys. */
abstract class KeyedTable<D> extends IndexedTable<D> {
    /** The distinct destinations of one key. */
    abstract List<D> route(String routingKey);

    @Override
    public final List<D> route(Message message) {
        if (message.copyKeys().isEmpty()) {
            return route(message.routingKey());
        }
        var found = new ArrayList<List<D>>();
        found.add(route(message.routingKey()));
        message.copyKeys().forEach(key -> found.add(route(key)));
        return Targets.union(found);
    }
}
