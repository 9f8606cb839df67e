package warren.examples.weighted;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.apache.pekko.actor.typed.Behavior;
import warren.exchange.Bindings;
import warren.exchange.ExchangeCommand;
import warren.exchange.ExchangeContext;
import warren.exchange.ExchangeExtension;
import warren.exchange.ExchangeMessage;
import warren.exchange.Routers;
import warren.exchange.Routing;

/**
 * Sends each message to one of the queues that are bound with its routing key, in shares by the weights of their bindings: for a new
 * version that is to get one message in a hundred, or machines of different sizes. With {@code x-sticky} messages with the same value of
 * a header go to the same queue.
 */
public final class WeightedRouter implements ExchangeExtension {
    static final String WEIGHT = "x-weight";
    private static final String STICKY = "x-sticky";
    private static final long WEIGHT_MAX = 1_000_000;

    @Override
    public String type() {
        return "x-weighted";
    }

    @Override
    public String description() {
        return "shares messages between queues by weight";
    }

    @Override
    public Optional<String> validate(Map<String, Object> arguments) {
        boolean isFine =
                !arguments.containsKey(STICKY) || (arguments.get(STICKY) instanceof String header && !header.isEmpty());
        return isFine ? Optional.empty() : Optional.of("x-sticky is to be the name of a header");
    }

    @Override
    public Optional<String> validateBinding(String routingKey, Map<String, Object> arguments) {
        Object weight = arguments.getOrDefault(WEIGHT, 1);
        boolean isFine = weight instanceof Number number && number.longValue() >= 0 && number.longValue() <= WEIGHT_MAX;
        return isFine ? Optional.empty() : Optional.of("x-weight is to be a whole number from 0 to 1000000");
    }

    @Override
    public Behavior<ExchangeCommand> create(ExchangeContext context) {
        Object sticky = context.arguments().get(STICKY);
        return Routers.of(() -> rule(sticky instanceof String header ? Optional.of(header) : Optional.empty()));
    }

    private static BiFunction<ExchangeMessage, Bindings, Routing> rule(Optional<String> sticky) {
        return Bindings.memoize(WeightedRouter::byKey, (message, shares) -> {
            Shares own = shares.getOrDefault(message.routingKey(), Shares.NONE);
            Optional<Object> value = sticky.flatMap(
                    header -> Optional.ofNullable(message.headers().get(header)));
            return value.map(same -> own.alwaysFor(same.toString()))
                    .orElseGet(own::next)
                    .map(Routing::to)
                    .orElse(Routing.nowhere());
        });
    }

    private static Map<String, Shares> byKey(Bindings bindings) {
        Map<String, Shares> byKey = new HashMap<>();
        bindings.all()
                .forEach(binding ->
                        byKey.computeIfAbsent(binding.routingKey(), key -> new Shares(bindings.withKey(key))));
        return byKey;
    }
}
