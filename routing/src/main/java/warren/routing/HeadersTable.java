package warren.routing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import warren.routing.message.FieldTable;
import warren.routing.message.Message;

/** Type headers: a message goes by its headers, which the arguments of a binding describe ({@link HeadersPattern}), not by its key. */
public final class HeadersTable<D> extends IndexedTable<D> {
    private record Entry<D>(HeadersPattern pattern, Targets<D> targets) {}

    /** Bindings with equal arguments match together and are tried once. */
    private final Map<FieldTable, Entry<D>> byArguments = new LinkedHashMap<>();

    @Override
    void link(D destination, String routingKey, FieldTable arguments) {
        byArguments
                .computeIfAbsent(arguments, key -> new Entry<>(HeadersPattern.of(key), new Targets<>()))
                .targets()
                .add(destination);
    }

    @Override
    void unlink(D destination, String routingKey, FieldTable arguments) {
        Entry<D> entry = byArguments.get(arguments);
        if (entry != null) {
            entry.targets().remove(destination);
            if (entry.targets().isEmpty()) {
                byArguments.remove(arguments);
            }
        }
    }

    @Override
    public List<D> route(Message message) {
        if (byArguments.isEmpty()) {
            return List.of();
        }
        FieldTable headers = message.properties().headers();
        var found = new ArrayList<List<D>>();
        for (Entry<D> entry : byArguments.values()) {
            if (entry.pattern().matches(headers)) {
                found.add(entry.targets().list());
            }
        }
        return Targets.union(found);
    }
}
