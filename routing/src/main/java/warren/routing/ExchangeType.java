package warren.routing;

import java.util.Optional;
import warren.routing.message.FieldTable;

/** The built-in exchange types. */
public enum ExchangeType {
    DIRECT("direct"),
    FANOUT("fanout"),
    TOPIC("topic"),
    HEADERS("headers");

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

    /** The name in exchange.declare. */
    public String wireName() {
        return wireName;
    }

    /** A table of this type's rule, without bindings. */
    public <D> RoutingTable<D> newTable() {
        return switch (this) {
            case DIRECT -> new DirectTable<>();
            case FANOUT -> new FanoutTable<>();
            case TOPIC -> new TopicTable<>();
            case HEADERS -> new HeadersTable<>();
        };
    }

    /**
     * Why a binding with these arguments is refused: the explanation behind {@code PRECONDITION_FAILED - }, a channel error 406, in
     * RabbitMQ's words. Empty when it is not. Only headers exchanges look at arguments.
     */
    public Optional<String> refusal(FieldTable bindingArguments) {
        return this == HEADERS ? HeadersPattern.refusal(bindingArguments) : Optional.empty();
    }
}
