package warren.examples.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.apache.pekko.actor.typed.Behavior;
import warren.exchange.Binding;
import warren.exchange.Bindings;
import warren.exchange.ExchangeCommand;
import warren.exchange.ExchangeContext;
import warren.exchange.ExchangeExtension;
import warren.exchange.ExchangeMessage;
import warren.exchange.Routers;
import warren.exchange.Routing;

/**
 * Routes by what stands in JSON bodies: a binding's arguments are conditions on fields ({@link JsonCondition}). A body that is no JSON, or
 * larger than the setting {@code max-body}, matches nothing.
 */
public final class JsonRouter implements ExchangeExtension {
    @Override
    public String type() {
        return "x-json";
    }

    @Override
    public String description() {
        return "routes by fields of JSON bodies";
    }

    @Override
    public Optional<String> validateBinding(String routingKey, Map<String, Object> arguments) {
        return JsonCondition.refusal(arguments);
    }

    @Override
    public Behavior<ExchangeCommand> create(ExchangeContext context) {
        long bodyMaxBytes = context.configuration().getBytes("max-body");
        var mapper = new ObjectMapper();
        return Routers.of(() -> rule(mapper, bodyMaxBytes));
    }

    private record Rule(Binding binding, JsonCondition condition) {}

    private static BiFunction<ExchangeMessage, Bindings, Routing> rule(ObjectMapper mapper, long bodyMaxBytes) {
        return Bindings.memoize(JsonRouter::rules, (message, rules) -> {
            Optional<JsonNode> body = message.body().size() > bodyMaxBytes ? Optional.empty() : parsed(mapper, message);
            if (body.isEmpty()) {
                return Routing.nowhere();
            }
            List<Binding> matching = new ArrayList<>();
            for (Rule rule : rules) {
                if (rule.condition.matches(body.get())) {
                    matching.add(rule.binding);
                }
            }
            return Routing.to(matching);
        });
    }

    private static List<Rule> rules(Bindings bindings) {
        return bindings.all().stream()
                .map(binding -> new Rule(binding, JsonCondition.of(binding.arguments())))
                .toList();
    }

    private static Optional<JsonNode> parsed(ObjectMapper mapper, ExchangeMessage message) {
        try {
            return Optional.ofNullable(mapper.readTree(message.body().toArrayUnsafe()));
        } catch (IOException noJson) {
            return Optional.empty();
        }
    }
}
