package warren.routing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import warren.routing.message.FieldTable;

/** Type direct: a message goes to every destination that is bound with its very routing key. */
public final class DirectTable<D> extends KeyedTable<D> {
    private final Map<String, Targets<D>> byKey = new HashMap<>();

    @Override
    void link(D destination, String routingKey, FieldTable arguments) {
        byKey.computeIfAbsent(routingKey, key -> new Targets<>()).add(destination);
    }

    @Override
    void unlink(D destination, String routingKey, FieldTable arguments) {
        Targets<D> targets = byKey.get(routingKey);
        if (targets != null) {
            targets.remove(destination);
            if (targets.isEmpty()) {
                byKey.remove(routingKey);
            }
        }
    }

    @Override
    List<D> route(String routingKey) {
        Targets<D> targets = byKey.get(routingKey);
        return targets == null ? List.of() : targets.list();
    }
}
