package warren.routing;

import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import warren.routing.message.FieldTable;

/** The exchange types: those of AMQP, and those that RabbitMQ has in plug-ins of its own. */
public enum ExchangeType {
    DIRECT("direct"),
    FANOUT("fanout"),
    TOPIC("topic"),
    HEADERS("headers"),
    CONSISTENT_HASH("x-consistent-hash"),
    MODULUS_HASH("x-modulus-hash"),
    RANDOM("x-random"),
    RECENT_HISTORY("x-recent-history"),
    /** Keeps messages for a while; routes by the rule of another type, which is named in its arguments. */
    DELAYED("x-delayed-message"),
    /** Routes a message only if it has seen none with the same key: fanout, but for that. */
    DEDUPLICATION("x-message-deduplication");

    private static final String DELAYED_TYPE = "x-delayed-type";

    private final String wireName;

    ExchangeType(String wireName) {
        this.wireName = wireName;
    }

    /** The type with this name in exchange.declare, letter by letter. */
    public static Optional<ExchangeType> named(String wireName) {
        for (ExchangeType type : values()) {
            if (type.wireName.equals(wireName)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** The type whose rule an exchange with these arguments follows: its own, but for a delayed one; empty when there is no such type. */
    public Optional<ExchangeType> rule(FieldTable arguments) {
        return this == DELAYED ? arguments.text(DELAYED_TYPE).flatMap(ExchangeType::named) : Optional.of(this);
    }

    /** The name of that type; empty where {@link #refusal} has the error. */
    public Optional<String> ruleName(FieldTable arguments) {
        return this == DELAYED
                ? arguments.text(DELAYED_TYPE).filter(named -> !named.equals(wireName))
                : Optional.of(wireName);
    }

    /** The name in exchange.declare. */
    public String wireName() {
        return wireName;
    }

    /**
     * A table of this type's rule, without bindings.
     *
     * @param arguments of the exchange, which {@link #refusal} lets pass
     * @param name of a destination, by which hashes tell it from others; the same after a restart
     */
    public <D> RoutingTable<D> newTable(FieldTable arguments, Function<D, String> name) {
        return switch (this) {
            case DIRECT -> new DirectTable<>();
            case FANOUT, DEDUPLICATION -> new FanoutTable<>();
            case TOPIC -> new TopicTable<>();
            case HEADERS -> new HeadersTable<>();
            case CONSISTENT_HASH -> new ConsistentHashTable<>(arguments, name);
            case MODULUS_HASH -> new ModulusHashTable<>(name);
            case RANDOM ->
                new RandomTable<>(bound -> ThreadLocalRandom.current().nextInt(bound));
            case RECENT_HISTORY -> new RecentHistoryTable<>(arguments);
            case DELAYED ->
                rule(arguments)
                        .orElseThrow(() -> new IllegalStateException("a delayed exchange without a type: " + arguments))
                        .newTable(arguments, name);
        };
    }

    /**
     * Why an exchange with these arguments is refused: the explanation behind {@code PRECONDITION_FAILED - }, a channel error 406, in
     * RabbitMQ's words. Empty when it is not.
     */
    public Optional<String> refusal(FieldTable arguments) {
        return switch (this) {
            case CONSISTENT_HASH -> HashedPart.refusal(arguments);
            case RECENT_HISTORY -> RecentHistoryTable.refusal(arguments);
            case DELAYED -> delayedRefusal(arguments);
            case DEDUPLICATION -> SeenKeys.refusal(arguments);
            default -> Optional.empty();
        };
    }

    private static Optional<String> delayedRefusal(FieldTable arguments) {
        Optional<String> named = arguments.text(DELAYED_TYPE);
        if (named.isEmpty()) {
            return Optional.of("Invalid argument, 'x-delayed-type' must be an existing exchange type");
        }
        // what has a store of its own cannot be the rule of another
        boolean isUsable = !named.get().equals(DELAYED.wireName) && !named.get().equals(DEDUPLICATION.wireName);
        return !isUsable
                ? Optional.of("Invalid argument, '" + named.get() + "' can't be used for 'x-delayed-type'")
                : DELAYED.rule(arguments).flatMap(type -> type.refusal(arguments));
    }

    /** Why such a binding is refused, in the same words. Empty when it is not. Asked of the type whose {@link #rule} counts. */
    public Optional<String> bindingRefusal(String routingKey, FieldTable bindingArguments) {
        return switch (this) {
            case HEADERS -> HeadersPattern.refusal(bindingArguments);
            case CONSISTENT_HASH -> ConsistentHashTable.refusal(routingKey);
            default -> Optional.empty();
        };
    }
}
