package warren.actors.vhost;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import warren.persistence.event.BindingDefinition;
import warren.persistence.event.BindingDefinition.Kind;

/** All bindings of a virtual host, found by source and by destination. */
final class Bindings {
    private final Map<String, Set<BindingDefinition>> bySource = new LinkedHashMap<>();
    private final Map<Target, Set<BindingDefinition>> byDestination = new LinkedHashMap<>();

    private record Target(Kind kind, String name) {}

    /** False when it is already there. */
    boolean add(BindingDefinition binding) {
        byDestination
                .computeIfAbsent(target(binding), key -> new LinkedHashSet<>())
                .add(binding);
        return bySource.computeIfAbsent(binding.source(), key -> new LinkedHashSet<>())
                .add(binding);
    }

    /** False when there is no such binding. */
    boolean remove(BindingDefinition binding) {
        return remove(byDestination, target(binding), binding) && remove(bySource, binding.source(), binding);
    }

    List<BindingDefinition> from(String exchange) {
        return List.copyOf(bySource.getOrDefault(exchange, Set.of()));
    }

    boolean hasFrom(String exchange) {
        return bySource.containsKey(exchange);
    }

    List<BindingDefinition> to(Kind kind, String name) {
        return List.copyOf(byDestination.getOrDefault(new Target(kind, name), Set.of()));
    }

    List<BindingDefinition> all() {
        return bySource.values().stream().flatMap(Collection::stream).toList();
    }

    private static Target target(BindingDefinition binding) {
        return new Target(binding.destinationKind(), binding.destination());
    }

    private static <K> boolean remove(Map<K, Set<BindingDefinition>> index, K key, BindingDefinition binding) {
        Set<BindingDefinition> there = index.get(key);
        if (there == null || !there.remove(binding)) {
            return false;
        }
        if (there.isEmpty()) {
            index.remove(key);
        }
        return true;
    }
}
