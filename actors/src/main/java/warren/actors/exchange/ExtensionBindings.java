package warren.actors.exchange;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import warren.actors.extension.ExtensionMessages;
import warren.exchange.Binding;
import warren.exchange.Bindings;

/** The bindings of an exchange whose type comes from an extension, as it knows them and as the broker does. */
final class ExtensionBindings {
    private final Map<ExchangeActor.Binding, Binding> all = new LinkedHashMap<>();
    private @Nullable Snapshot current;

    /** The bindings at one moment, and where they led. */
    record Snapshot(Bindings bindings, Map<Binding, Destination> destinations) {}

    void add(ExchangeActor.Binding binding) {
        all.put(
                binding,
                new Binding(
                        binding.destination().name(),
                        binding.destination() instanceof QueueRef ? Binding.Kind.QUEUE : Binding.Kind.EXCHANGE,
                        binding.routingKey(),
                        ExtensionMessages.arguments(binding.arguments())));
        current = null;
    }

    void remove(ExchangeActor.Binding binding) {
        all.remove(binding);
        current = null;
    }

    void removeDestination(Destination destination) {
        all.keySet().removeIf(binding -> binding.destination().equals(destination));
        current = null;
    }

    /** The same instance until something changes. */
    Snapshot snapshot() {
        Snapshot known = current;
        if (known == null) {
            Map<Binding, Destination> destinations = new HashMap<>();
            all.forEach((binding, shown) -> destinations.put(shown, binding.destination()));
            known = new Snapshot(Bindings.of(new ArrayList<>(all.values())), destinations);
            current = known;
        }
        return known;
    }

    /**
     * Where these bindings lead now, each destination once. One that is gone since {@code given} leads nowhere; one that never was is an
     * IllegalArgumentException.
     */
    List<Destination> resolve(List<Binding> chosen, Snapshot given) {
        Map<Binding, Destination> now = snapshot().destinations();
        List<Destination> found = new ArrayList<>(chosen.size());
        for (Binding binding : chosen) {
            Destination destination = now.get(binding);
            if (destination == null && !given.destinations().containsKey(binding)) {
                throw new IllegalArgumentException(
                        "a routing to a binding that the exchange does not have: " + binding);
            }
            if (destination != null && !found.contains(destination)) {
                found.add(destination);
            }
        }
        return List.copyOf(found);
    }
}
