package warren.exchange.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import warren.exchange.Binding;
import warren.exchange.Bindings;
import warren.exchange.ExchangeCommand;
import warren.exchange.ExchangeExtension;
import warren.exchange.ExchangeMessage;
import warren.exchange.OutgoingMessage;
import warren.exchange.RouteBatch;
import warren.exchange.Routing;

/** One exchange under test. An answer that does not come within ten seconds, or is none, is an AssertionError. */
public final class TestExchange {
    private final ExchangeExtension extension;
    private final TestContext context;
    private final ActorTestKit actors;
    private final List<Binding> bound = new ArrayList<>();
    private Bindings bindings = Bindings.NONE;
    private ActorRef<ExchangeCommand> actor;
    private long lastNumber;

    TestExchange(ExchangeExtension extension, TestContext context, ActorTestKit actors) {
        this.extension = extension;
        this.context = context;
        this.actors = actors;
        this.actor = start();
    }

    private ActorRef<ExchangeCommand> start() {
        return actors.spawn(Behaviors.setup(own -> extension.create(context)));
    }

    /** Binds a queue. IllegalArgumentException when the type refuses that. */
    public Binding bind(String queue, String routingKey) {
        return bind(queue, routingKey, Map.of());
    }

    /** The same with arguments. */
    public Binding bind(String queue, String routingKey, Map<String, Object> arguments) {
        Optional<String> refusal = extension.validateBinding(routingKey, arguments);
        if (refusal.isPresent()) {
            throw new IllegalArgumentException(refusal.get());
        }
        var binding = new Binding(queue, Binding.Kind.QUEUE, routingKey, arguments);
        bound.add(binding);
        bindings = Bindings.of(bound);
        return binding;
    }

    /** Takes a binding away. */
    public void unbind(Binding binding) {
        bound.remove(binding);
        bindings = Bindings.of(bound);
    }

    /** What becomes of this message. */
    public Routing route(ExchangeMessage message) {
        return route(List.of(message)).get(0);
    }

    /** What becomes of each message of a batch. */
    public List<Routing> route(List<? extends ExchangeMessage> messages) {
        TestProbe<RouteBatch.Answer> answers = actors.createTestProbe(RouteBatch.Answer.class);
        long number = ++lastNumber;
        actor.tell(new RouteBatch(number, List.copyOf(messages), bindings, answers.ref()));
        RouteBatch.Answer answer = answers.expectMessageClass(RouteBatch.Answer.class, ExchangeTestKit.TIME_LIMIT);
        if (answer.number() != number || answer.routings().size() != messages.size()) {
            throw new AssertionError(
                    "not an answer to batch " + number + " of " + messages.size() + " messages: " + answer);
        }
        answer.routings().forEach(this::check);
        return answer.routings();
    }

    private void check(Routing routing) {
        if (!bound.containsAll(routing.bindings())) {
            throw new AssertionError("a routing to a binding that the exchange does not have: " + routing);
        }
        if (routing.verdict() == Routing.Verdict.LATER && !extension.delaysMessages()) {
            throw new AssertionError("a message is to wait, but the type does not say delaysMessages");
        }
    }

    /** The names of the queues that get this message, in their order. */
    public List<String> queuesOf(ExchangeMessage message) {
        return route(message).bindings().stream()
                .map(Binding::destination)
                .distinct()
                .sorted()
                .toList();
    }

    /** What it has published so far. */
    public List<OutgoingMessage> published() {
        return context.published();
    }

    /** Ends it and starts it again, as a restart of the broker would: what is durable is there again. */
    public void restart() {
        actors.stop(actor);
        actor = start();
    }
}
