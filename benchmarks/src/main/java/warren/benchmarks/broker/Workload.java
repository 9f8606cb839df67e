package warren.benchmarks.broker;

import java.util.List;
import java.util.stream.IntStream;

/** A load for a broker: publishers send as fast as they can to one exchange, consumers take from the queues that are bound to it. */
record Workload(String name, String about, Topology topology, Clients clients, Messages messages) {
    /**
     * @param exchangeType empty: the default exchange, with the one queue's name as the key
     * @param bindingKeys those of each queue, with {@code %d} for its number
     * @param routingKeys what the publishers use in turn
     */
    record Topology(String exchangeType, int queues, List<String> bindingKeys, List<String> routingKeys) {
        static final Topology ONE_QUEUE = new Topology("", 1, List.of(), List.of());

        /** A thousand patterns, of which each message fits one. */
        static Topology topics() {
            List<String> patterns =
                    IntStream.range(0, 100).mapToObj(i -> "%d." + i + ".#").toList();
            return new Topology("topic", 10, patterns, List.of("0.5.a", "3.7.b.c", "9.99.d", "5.50"));
        }

        static Topology ofType(String exchangeType, int queues) {
            return new Topology(exchangeType, queues, List.of("job"), List.of("job"));
        }
    }

    /**
     * @param consumers for each queue
     * @param prefetch deliveries that a consumer holds unacknowledged; 0: it does not acknowledge
     */
    record Clients(int publishers, int consumers, int prefetch) {
        static final Clients PAIR = new Clients(1, 1, 0);
    }

    /** @param confirmWindow publishes that a publisher has unconfirmed; 0: it asks for no confirms */
    record Messages(int bodyBytes, boolean persistent, int confirmWindow) {
        static final Messages SMALL = new Messages(100, false, 0);
        static final Messages CONFIRMED = new Messages(100, false, 2_000);
    }

    static final List<Workload> ALL = List.of(
            new Workload(
                    "transient",
                    "one publisher, one consumer without acknowledgements",
                    Topology.ONE_QUEUE,
                    Clients.PAIR,
                    Messages.SMALL),
            new Workload(
                    "transient-1kB",
                    "the same with 1,000 bytes and prefetch 500",
                    Topology.ONE_QUEUE,
                    new Clients(1, 1, 500),
                    new Messages(1_000, false, 0)),
            new Workload(
                    "work-queue",
                    "two publishers, four consumers with prefetch 10",
                    Topology.ONE_QUEUE,
                    new Clients(2, 4, 10),
                    Messages.SMALL),
            new Workload(
                    "durable-confirm",
                    "persistent, on disk before they are confirmed",
                    Topology.ONE_QUEUE,
                    new Clients(1, 1, 500),
                    new Messages(1_000, true, 1_000)),
            new Workload("fanout", "to ten queues", Topology.ofType("fanout", 10), Clients.PAIR, Messages.SMALL),
            new Workload(
                    "topic", "a thousand patterns on ten queues", Topology.topics(), Clients.PAIR, Messages.CONFIRMED),
            new Workload(
                    "exchange-direct",
                    "a built-in exchange actor",
                    Topology.ofType("direct", 1),
                    Clients.PAIR,
                    Messages.CONFIRMED),
            new Workload(
                    "exchange-custom",
                    "an extension's exchange actor: x-weighted of the examples",
                    Topology.ofType("x-weighted", 1),
                    Clients.PAIR,
                    Messages.CONFIRMED));
}
