package warren.actors.extension;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import warren.exchange.ExchangeCommand;
import warren.exchange.ExchangeContext;
import warren.exchange.ExchangeExtension;
import warren.exchange.RouteBatch;

/** An exchange type whose exchanges do with each batch what a test has written down for them, and then what it wrote down last. */
public final class ScriptedExtension implements ExchangeExtension {
    /** Its name. */
    public static final String TYPE = "x-scripted";

    private static final Map<String, Queue<Consumer<RouteBatch>>> SCRIPTS = new ConcurrentHashMap<>();

    /** What an exchange of this name is to do. */
    @SafeVarargs
    public static void write(String exchange, Consumer<RouteBatch>... steps) {
        SCRIPTS.put(exchange, new ArrayDeque<>(java.util.List.of(steps)));
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public Optional<String> validate(Map<String, Object> arguments) {
        if (arguments.containsKey("x-throw")) {
            throw new IllegalStateException("no");
        }
        return Optional.ofNullable(arguments.get("x-reason")).map(Object::toString);
    }

    @Override
    public Behavior<ExchangeCommand> create(ExchangeContext context) {
        Queue<Consumer<RouteBatch>> script = SCRIPTS.getOrDefault(context.exchange(), new ArrayDeque<>());
        return Behaviors.receive(ExchangeCommand.class)
                .onMessage(RouteBatch.class, batch -> {
                    Consumer<RouteBatch> step = script.size() > 1 ? script.remove() : script.element();
                    step.accept(batch);
                    return Behaviors.same();
                })
                .build();
    }
}
