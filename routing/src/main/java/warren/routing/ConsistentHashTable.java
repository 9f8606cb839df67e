package warren.routing;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import warren.routing.message.FieldTable;
import warren.routing.message.LongString;
import warren.routing.message.Message;

/**
 * Type x-consistent-hash: each message goes to one destination, equal hashes to the same one. The binding's key is the destination's
 * weight: of 1 and 3 the second gets three quarters. A destination that is bound more than once counts with its first binding.
 *
 * <p>Each destination draws a number from the hash of the message and its own name, and the best one gets it (weighted rendezvous hashing).
 * So a destination that comes or goes changes the way of no messages but its own, and the way is the same after a restart, in
 * whatever order the bindings are made. <i>RabbitMQ's ring moves others too when one leaves.</i>
 */
public final class ConsistentHashTable<D> extends IndexedTable<D> {
    private static final class Candidate<D> {
        final List<D> route;
        final long nameHash;
        final List<Double> weights = new ArrayList<>(1);

        Candidate(D destination, String name) {
            route = List.of(destination);
            nameHash = StableHash.of(name);
        }

        /** The weight's power of a number between 0 and 1 that is drawn by lot, as its logarithm: at most 0, the greatest wins. */
        double draw(long hash) {
            double number = ((StableHash.of(hash, nameHash) >>> 11) + 0.5) * 0x1p-53;
            return Math.log(number) / weights.get(0);
        }
    }

    private final HashedPart part;
    private final Function<D, String> name;
    private final Map<D, Candidate<D>> candidates = new HashMap<>();

    ConsistentHashTable(FieldTable arguments, Function<D, String> name) {
        this.part = HashedPart.by(arguments);
        this.name = name;
    }

    /** Why such a binding is refused (406 PRECONDITION_FAILED), in RabbitMQ's words; empty when it is not. */
    static Optional<String> refusal(String routingKey) {
        if (!routingKey.matches("[+-]?[0-9]+")) {
            return Optional.of("The binding key must be an integer: " + ErlangTerm.of(LongString.of(routingKey)));
        }
        return new BigInteger(routingKey).signum() > 0
                ? Optional.empty()
                : Optional.of("The binding key must be greater than 0");
    }

    @Override
    void link(D destination, String routingKey, FieldTable arguments) {
        candidates
                .computeIfAbsent(destination, key -> new Candidate<>(key, name.apply(key)))
                .weights
                .add(Double.valueOf(routingKey));
    }

    @Override
    void unlink(D destination, String routingKey, FieldTable arguments) {
        Candidate<D> candidate = candidates.get(destination);
        if (candidate != null) {
            candidate.weights.remove(Double.valueOf(routingKey));
            if (candidate.weights.isEmpty()) {
                candidates.remove(destination);
            }
        }
    }

    @Override
    public List<D> route(Message message) {
        long hash = StableHash.of(part.of(message));
        Candidate<D> best = null;
        double bestDraw = Double.NEGATIVE_INFINITY;
        for (Candidate<D> candidate : candidates.values()) {
            double draw = candidate.draw(hash);
            if (draw > bestDraw || best == null) {
                best = candidate;
                bestDraw = draw;
            }
        }
        return routeOf(best);
    }

    private static <D> List<D> routeOf(@Nullable Candidate<D> candidate) {
        return candidate == null ? List.of() : candidate.route;
    }
}
