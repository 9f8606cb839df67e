package warren.exchange;

import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.Behavior;

/**
 * An exchange type. The broker finds it with {@link java.util.ServiceLoader}, so it is public, has a public constructor without
 * parameters, and is named in {@code META-INF/services/warren.exchange.ExchangeExtension}.
 *
 * <p>One instance serves all exchanges of its type. The two validations are called on a thread of the type, one after the other; {@link
 * #create} is called on the thread of the exchange that begins. A call that throws, or takes longer than {@code
 * warren.extensions.time-limit}, is a refusal.
 */
public interface ExchangeExtension {
    /** The name of the type in exchange.declare: {@code x-} and up to 125 letters, digits, dots, underscores and hyphens. */
    String type();

    /** What it does, in one line for operators. */
    default String description() {
        return "";
    }

    /**
     * Why an exchange with these arguments cannot be declared: the client gets a channel error 406 with this text. Empty when it can.
     * Values are as in {@link MessageProperties#headers()}; {@code alternate-exchange} is the broker's and has been checked.
     */
    default Optional<String> validate(Map<String, Object> arguments) {
        return Optional.empty();
    }

    /** The same for a binding of such an exchange. */
    default Optional<String> validateBinding(String routingKey, Map<String, Object> arguments) {
        return Optional.empty();
    }

    /** True when its exchanges may answer {@link Routing#later}: the broker then keeps a store for each of them. */
    default boolean delaysMessages() {
        return false;
    }

    /**
     * One exchange of this type: at its declaration, at the start of the broker, and again after it failed. It is told a {@link
     * RouteBatch} at a time and answers each. {@link Routers} has the simple ones, {@link DurableExchange} those with a memory.
     */
    Behavior<ExchangeCommand> create(ExchangeContext context);
}
