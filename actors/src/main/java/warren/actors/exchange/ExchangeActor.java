package warren.actors.exchange;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.jspecify.annotations.Nullable;
import warren.actors.Question;
import warren.actors.queue.QueueProtocol;
import warren.routing.Delay;
import warren.routing.RoutingTable;
import warren.routing.message.FieldTable;
import warren.routing.message.Message;

/**
 * One exchange: tells a channel where a batch of its messages goes. The rule is a {@link RoutingTable}; the bindings are the virtual
 * host's, which gives them again to a restarted exchange. It never sees a queue's answer: the channel sends the messages on, so that
 * what one channel publishes reaches a queue in order whatever exchanges it went through. Only what no channel publishes it sends on
 * itself ({@link Forwarding}): the history that a new binding gets.
 */
public final class ExchangeActor extends AbstractBehavior<ExchangeActor.Command> {
    /** What an exchange can be told. */
    public sealed interface Command {}

    /**
     * Where do these go? Answered by {@link Routed} with the same number.
     *
     * @param isDue they have waited in this exchange's own store, and are due
     */
    public record Route(long batchId, List<Message> messages, boolean isDue, ActorRef<Routed> replyTo)
            implements Command {
        /** Of messages that were published. */
        public Route(long batchId, List<Message> messages, ActorRef<Routed> replyTo) {
            this(batchId, messages, false, replyTo);
        }
    }

    /** What only an exchange is told whose type comes from an extension: {@link ExtensionExchangeActor}. */
    non-sealed interface OfExtension extends Command {}

    /** A new binding; one that is already there changes nothing. Answered once later routes see it. */
    public record Bind(Binding binding, ActorRef<BindingsChanged> replyTo) implements Command {}

    /** A destination was started again: the bindings that led to the old one lead to the new one. */
    public record Redirect(Destination old, List<Binding> bindings) implements Command {}

    /** Takes a binding away; a missing one changes nothing. */
    public record Unbind(Binding binding, ActorRef<BindingsChanged> replyTo) implements Command {}

    /** Messages without any destination go to this exchange from now on; empty when there is none. */
    public record SetAlternate(Optional<ExchangeRef> alternate) implements Command {}

    /** From now on messages that are to be delayed go to this queue. */
    public record SetDelayStore(QueueRef store) implements Command {}

    /**
     * From now on no message is routed whose key is in a window with these arguments.
     *
     * @param store the hidden queue that keeps the window on disk, if it is to survive a restart
     */
    public record Deduplicate(FieldTable arguments, Optional<QueueRef> store) implements Command {}

    /**
     * What became of a batch: all queues have it, but for the refused messages. Only for exchanges that {@link
     * ExchangeRef#isDeduplicating}: those that were refused are no duplicates when they come again.
     */
    public record Outcome(long batchId, List<Message> refused, ActorRef<Routed> publisher) implements Command {}

    /** One that owes an {@link Outcome} is gone. */
    record PublisherGone(ActorRef<Routed> publisher) implements Command {}

    /** The hidden queue of seen keys answers. */
    record FromStore(QueueProtocol.Reply reply) implements Command {}

    /** How many keys are in the window? Answered by {@link Seen}; 0 when there is none. */
    public record CountSeen(ActorRef<Seen> replyTo) implements Command {}

    /** That queue has ended; if it failed, another follows. */
    record StoreGone(ActorRef<QueueProtocol.Command> store) implements Command {}

    /** The destination is gone, and with it all bindings to it. */
    public record Forget(Destination destination) implements Command {}

    /** Another exchange, or this one, has routed messages that this exchange sends on itself; empty when it failed. */
    private record Forwarded(Forwarding forwarding, Optional<Routed> answer) implements Command {}

    /**
     * For each message of the batch, in its order, the destinations: each once, none when it matches nothing. Messages with the same
     * destinations mostly share one list instance.
     */
    public record Routed(
            long batchId, List<List<Destination>> destinations, Verdicts verdicts, ActorRef<Command> exchange) {
        /** With nothing more to say. */
        public Routed(long batchId, List<List<Destination>> destinations, ActorRef<Command> exchange) {
            this(batchId, destinations, Verdicts.NONE, exchange);
        }
    }

    /** The answer to {@link CountSeen}. */
    public record Seen(int keys, ActorRef<Command> exchange) {}

    /** The answer to a change of bindings. */
    public record BindingsChanged(ActorRef<Command> exchange) {}

    /** A binding of this exchange. */
    public record Binding(Destination destination, String routingKey, FieldTable arguments) {}

    /** An exchange with the bindings that it has from the start. */
    public static Behavior<Command> create(RoutingTable<Destination> table, List<Binding> bindings) {
        return Behaviors.setup(context -> new ExchangeActor(context, table, bindings));
    }

    /** An exchange that ended does not answer; what was forwarded through it goes on without it. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final RoutingTable<Destination> table;
    /** The way of messages that match nothing: the alternate exchange, or nowhere. */
    private List<Destination> otherwise = List.of();
    /** The way of messages that are to be delayed, where the exchange does that. */
    private List<Destination> delayed = List.of();
    /** Knows duplicates, where the exchange does that. */
    private @Nullable Deduplicator deduplicator;

    private ExchangeActor(ActorContext<Command> context, RoutingTable<Destination> table, List<Binding> bindings) {
        super(context);
        this.table = table;
        bindings.forEach(this::add);
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Route.class, this::onRoute)
                .onMessage(Bind.class, this::onBind)
                .onMessage(Redirect.class, this::onRedirect)
                .onMessage(Unbind.class, this::onUnbind)
                .onMessage(SetAlternate.class, this::onSetAlternate)
                .onMessage(SetDelayStore.class, this::onSetDelayStore)
                .onMessage(Deduplicate.class, this::onDeduplicate)
                .onMessage(Outcome.class, this::onOutcome)
                .onMessage(PublisherGone.class, this::onPublisherGone)
                .onMessage(FromStore.class, this::onFromStore)
                .onMessage(CountSeen.class, this::onCountSeen)
                .onMessage(StoreGone.class, this::onStoreGone)
                .onMessage(Forget.class, this::onForget)
                .onMessage(Forwarded.class, this::onForwarded)
                .build();
    }

    private Behavior<Command> onRoute(Route command) {
        if (deduplicator == null || !deduplicator.holds(command)) {
            route(command);
        }
        return this;
    }

    private void route(Route command) {
        var destinations = route(command.messages(), message -> isDuplicate(message, command));
        command.replyTo()
                .tell(new Routed(command.batchId(), destinations, getContext().getSelf()));
    }

    private boolean isDuplicate(Message message, Route command) {
        return deduplicator != null && deduplicator.isDuplicate(message, command);
    }

    private List<List<Destination>> route(List<Message> messages, Predicate<Message> isDuplicate) {
        var destinations = new ArrayList<List<Destination>>(messages.size());
        for (Message message : messages) {
            if (isDuplicate.test(message)) {
                destinations.add(List.of());
                continue;
            }
            boolean isDelayed = !delayed.isEmpty() && Delay.millis(message) > 0;
            List<Destination> found = isDelayed ? delayed : table.route(message);
            destinations.add(found.isEmpty() ? otherwise : found);
        }
        return destinations;
    }

    private Behavior<Command> onBind(Bind command) {
        List<Message> history = table.history();
        if (add(command.binding()) && !history.isEmpty()) {
            List<Destination> bound = List.of(command.binding().destination());
            forward(new Forwarding(history, Collections.nCopies(history.size(), bound)));
        }
        command.replyTo().tell(new BindingsChanged(getContext().getSelf()));
        return this;
    }

    private Behavior<Command> onRedirect(Redirect command) {
        table.removeDestination(command.old());
        command.bindings().forEach(this::add);
        return this;
    }

    private Behavior<Command> onUnbind(Unbind command) {
        Binding binding = command.binding();
        table.unbind(binding.destination(), binding.routingKey(), binding.arguments());
        command.replyTo().tell(new BindingsChanged(getContext().getSelf()));
        return this;
    }

    private Behavior<Command> onSetAlternate(SetAlternate command) {
        otherwise = command.alternate().<List<Destination>>map(List::of).orElse(List.of());
        return this;
    }

    private Behavior<Command> onSetDelayStore(SetDelayStore command) {
        delayed = List.of(command.store());
        return this;
    }

    private Behavior<Command> onDeduplicate(Deduplicate command) {
        if (deduplicator == null) {
            deduplicator = new Deduplicator(getContext());
        }
        deduplicator.follow(command);
        return this;
    }

    private Behavior<Command> onOutcome(Outcome command) {
        if (deduplicator != null) {
            deduplicator.decided(command);
        }
        return this;
    }

    private Behavior<Command> onPublisherGone(PublisherGone signal) {
        if (deduplicator != null) {
            deduplicator.publisherGone(signal.publisher());
        }
        return this;
    }

    private Behavior<Command> onFromStore(FromStore command) {
        if (deduplicator != null) {
            deduplicator.onReply(command.reply());
            deduplicator.takeHeld().forEach(this::route);
        }
        return this;
    }

    private Behavior<Command> onCountSeen(CountSeen command) {
        int keys = deduplicator == null ? 0 : deduplicator.size();
        command.replyTo().tell(new Seen(keys, getContext().getSelf()));
        return this;
    }

    private Behavior<Command> onStoreGone(StoreGone signal) {
        if (deduplicator != null) {
            deduplicator.storeGone(signal.store());
            deduplicator.takeHeld().forEach(this::route);
        }
        return this;
    }

    private Behavior<Command> onForget(Forget command) {
        table.removeDestination(command.destination());
        return this;
    }

    private Behavior<Command> onForwarded(Forwarded command) {
        command.answer().ifPresent(command.forwarding()::collect);
        forward(command.forwarding());
        return this;
    }

    /** Asks the next exchange on the way, or, at its end, sends the messages to the queues. */
    private void forward(Forwarding forwarding) {
        ActorContext<Command> context = getContext();
        Optional<ExchangeRef> next = forwarding.next();
        if (next.isEmpty()) {
            forwarding.send(context.getSystem().ignoreRef());
            return;
        }
        Question.<Command, Command, Routed>ask(
                context,
                next.get().actor(),
                PATIENCE,
                replyTo -> new Route(0, forwarding.visiting(), replyTo),
                answer -> new Forwarded(forwarding, answer));
    }

    private boolean add(Binding binding) {
        return table.bind(binding.destination(), binding.routingKey(), binding.arguments());
    }
}
