package warren.exchange;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * All bindings of an exchange at one moment. Immutable; the broker gives the same instance again until a binding changes, so what is
 * worked out of it can be kept: {@link #memoize}.
 */
public final class Bindings {
    /** No bindings. */
    public static final Bindings NONE = new Bindings(List.of());

    private final List<Binding> all;
    /** Set by whoever asks first; two threads may both work it out, with equal results. */
    private volatile @Nullable Map<String, List<Binding>> byKey;

    private Bindings(List<Binding> all) {
        this.all = List.copyOf(all);
    }

    public static Bindings of(List<Binding> all) {
        return all.isEmpty() ? NONE : new Bindings(all);
    }

    /** In no order that means anything. */
    public List<Binding> all() {
        return all;
    }

    /** Those with exactly this routing key. */
    public List<Binding> withKey(String routingKey) {
        Map<String, List<Binding>> index = byKey;
        if (index == null) {
            index = index();
            byKey = index;
        }
        return index.getOrDefault(routingKey, List.of());
    }

    private Map<String, List<Binding>> index() {
        Map<String, List<Binding>> index = new HashMap<>();
        for (Binding binding : all) {
            index.computeIfAbsent(binding.routingKey(), key -> new java.util.ArrayList<>())
                    .add(binding);
        }
        index.replaceAll((key, bindings) -> List.copyOf(bindings));
        return Map.copyOf(index);
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }

    /**
     * A rule with something that is worked out of the bindings, such as an index, and kept until they change. For one thread.
     *
     * @param workOut is called with the bindings when they have changed
     */
    public static <I> BiFunction<ExchangeMessage, Bindings, Routing> memoize(
            java.util.function.Function<Bindings, I> workOut, BiFunction<ExchangeMessage, I, Routing> rule) {
        return new BiFunction<>() {
            private @Nullable Bindings known;
            private @Nullable I index;

            @Override
            public Routing apply(ExchangeMessage message, Bindings bindings) {
                I current = index;
                if (current == null || known != bindings) {
                    current = workOut.apply(bindings);
                    index = current;
                    known = bindings;
                }
                return rule.apply(message, current);
            }
        };
    }
}
