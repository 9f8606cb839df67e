package warren.exchange;

import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** The simplest exchanges: a rule that is asked about each message and answers at once. */
public final class Routers {
    private Routers() {}

    /**
     * An exchange that follows a rule. The rule belongs to one exchange and is asked by one thread at a time.
     *
     * @param rule makes the rule; called when the exchange starts
     */
    public static Behavior<ExchangeCommand> of(Supplier<BiFunction<ExchangeMessage, Bindings, Routing>> rule) {
        return Behaviors.setup(context -> of(rule.get()));
    }

    /** An exchange that follows a rule that remembers nothing. */
    public static Behavior<ExchangeCommand> of(BiFunction<ExchangeMessage, Bindings, Routing> rule) {
        return Behaviors.receive(ExchangeCommand.class)
                .onMessage(RouteBatch.class, batch -> {
                    batch.answerEach(message -> rule.apply(message, batch.bindings()));
                    return Behaviors.same();
                })
                .build();
    }
}
