package warren.examples.throttle;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
 * Lets so many messages of each key through in a second, to all that is bound with the message's routing key. What is too much waits for
 * its turn, on disk if it should, or is dropped or refused.
 */
public final class Throttle implements ExchangeExtension {
    private static final String RATE = "x-rate";
    private static final String BURST = "x-burst";
    private static final String KEY = "x-key";
    private static final String OVERFLOW = "x-overflow";
    private static final String HEADER = "header:";
    private static final double RATE_MAX = 1e6;

    @Override
    public String type() {
        return "x-throttle";
    }

    @Override
    public String description() {
        return "lets so many messages of a key through in a second";
    }

    @Override
    public boolean delaysMessages() {
        return true;
    }

    @Override
    public Optional<String> validate(Map<String, Object> arguments) {
        if (!(arguments.get(RATE) instanceof Number rate) || rate.doubleValue() <= 0 || rate.doubleValue() > RATE_MAX) {
            return Optional.of("x-rate is to be a number of messages in a second, above 0 and up to 1000000");
        }
        if (arguments.containsKey(BURST) && !(arguments.get(BURST) instanceof Number burst && burst.longValue() >= 1)) {
            return Optional.of("x-burst is to be a number of messages, 1 or more");
        }
        String key = String.valueOf(arguments.getOrDefault(KEY, "routing-key"));
        if (!key.equals("routing-key") && !(key.startsWith(HEADER) && key.length() > HEADER.length())) {
            return Optional.of("x-key is to be routing-key or header: and a name, not " + key);
        }
        String overflow = String.valueOf(arguments.getOrDefault(OVERFLOW, "delay"));
        return Set.of("delay", "drop", "refuse").contains(overflow)
                ? Optional.empty()
                : Optional.of("x-overflow is to be delay, drop or refuse, not " + overflow);
    }

    @Override
    public Behavior<ExchangeCommand> create(ExchangeContext context) {
        return Routers.of(() -> rule(context));
    }

    private static BiFunction<ExchangeMessage, Bindings, Routing> rule(ExchangeContext context) {
        double rate = ((Number) context.arguments().getOrDefault(RATE, 1)).doubleValue();
        long burst = context.arguments().get(BURST) instanceof Number given
                ? given.longValue()
                : Math.max(1, Math.round(rate));
        String key = String.valueOf(context.arguments().getOrDefault(KEY, "routing-key"));
        String overflow = String.valueOf(context.arguments().getOrDefault(OVERFLOW, "delay"));
        var rates = new Rates(rate, burst, context.configuration().getInt("max-keys"));
        return (message, bindings) -> {
            Routing through = Routing.to(bindings.withKey(message.routingKey()));
            if (message.isDue()) {
                return through;
            }
            Instant now = context.clock().instant();
            String own = key.startsWith(HEADER)
                    ? String.valueOf(message.headers().get(key.substring(HEADER.length())))
                    : message.routingKey();
            if (!overflow.equals("delay")) {
                return rates.tryTake(own, now) ? through : tooMuch(overflow, own);
            }
            Duration wait = rates.take(own, now);
            return wait.isZero() ? through : Routing.later(wait);
        };
    }

    private static Routing tooMuch(String overflow, String key) {
        String reason = "over the rate of " + key;
        return overflow.equals("drop") ? Routing.drop(reason) : Routing.refuse(reason);
    }
}
