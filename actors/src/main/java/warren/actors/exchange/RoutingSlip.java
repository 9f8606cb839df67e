package warren.actors.exchange;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The way of a batch through exchanges that are bound to exchanges. It collects each message's queues, a queue once whatever the
 * number of paths, and lets each message visit an exchange once, so that cycles end.
 */
public final class RoutingSlip {
    private final List<Set<QueueRef>> queues = new ArrayList<>();
    private final Map<ExchangeRef, List<Integer>> toVisit = new LinkedHashMap<>();
    private final Map<ExchangeRef, Set<Integer>> seen = new HashMap<>();

    /** The next stop: the messages, by their index in the batch, that an exchange has to route. */
    public record Visit(ExchangeRef exchange, List<Integer> messages) {}

    /** The way of a batch that was published to {@code first}. */
    public RoutingSlip(int messages, ExchangeRef first) {
        this(messages);
        seen.put(first, new LinkedHashSet<>(all(messages)));
    }

    /** The way of a batch that begins anywhere. */
    public RoutingSlip(int messages) {
        for (int i = 0; i < messages; i++) {
            queues.add(new LinkedHashSet<>());
        }
    }

    /** Takes down where an exchange sends the messages that visited it. */
    public void collect(List<Integer> messages, List<List<Destination>> destinations) {
        for (int i = 0; i < messages.size(); i++) {
            int message = messages.get(i);
            for (Destination destination : destinations.get(i)) {
                if (destination instanceof QueueRef queue) {
                    queues.get(message).add(queue);
                } else if (destination instanceof ExchangeRef exchange
                        && seen.computeIfAbsent(exchange, key -> new LinkedHashSet<>())
                                .add(message)) {
                    toVisit.computeIfAbsent(exchange, key -> new ArrayList<>()).add(message);
                }
            }
        }
    }

    /** Takes the next stop; empty when the way is at its end. */
    public Optional<Visit> next() {
        if (toVisit.isEmpty()) {
            return Optional.empty();
        }
        var first = toVisit.entrySet().iterator().next();
        toVisit.remove(first.getKey());
        return Optional.of(new Visit(first.getKey(), first.getValue()));
    }

    /** For each message its queues, once there is no next stop. */
    public List<Set<QueueRef>> queues() {
        return queues;
    }

    /** The messages of a whole batch. */
    public static List<Integer> all(int messages) {
        var all = new ArrayList<Integer>(messages);
        for (int i = 0; i < messages; i++) {
            all.add(i);
        }
        return all;
    }

    /** True when some destination is an exchange, so that a slip is needed. */
    public static boolean leadsToExchanges(List<List<Destination>> destinations) {
        List<Destination> previous = List.of();
        for (List<Destination> each : destinations) {
            if (each != previous) {
                for (Destination destination : each) {
                    if (destination instanceof ExchangeRef) {
                        return true;
                    }
                }
                previous = each;
            }
        }
        return false;
    }
}
