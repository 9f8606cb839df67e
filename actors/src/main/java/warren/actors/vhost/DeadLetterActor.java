package warren.actors.vhost;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.jspecify.annotations.Nullable;
import warren.actors.exchange.ExchangeActor;
import warren.actors.exchange.ExchangeRef;
import warren.actors.exchange.QueueRef;
import warren.actors.exchange.RoutingSlip;
import warren.actors.exchange.Verdicts;
import warren.actors.failure.Witness;
import warren.actors.queue.DeadLetters.Bury;
import warren.actors.queue.DeadLetters.Command;
import warren.actors.queue.ExchangeStore;
import warren.actors.queue.QueueProtocol;
import warren.routing.Deaths;
import warren.routing.Delay;
import warren.routing.message.Message;

/**
 * The publisher of one queue's dead letters. Its parent is the virtual host: it ends after its queue, when the last batch is delivered.
 *
 * <p>For each batch it asks the virtual host for the exchange, the exchanges for the way, and sends the letters to the queues there. Only
 * when all of them have taken theirs does it answer: until then the messages are still in the journal of the queue in which they died. A
 * queue never waits for this actor, so queues may send their dead letters to each other or to themselves. What comes from a {@link
 * ExchangeStore} goes the same way, without a trace of a death.
 *
 * <p>A letter arrives at least once. It is lost only where RabbitMQ loses it too: there is no such exchange, it leads to no queue, a queue
 * has no room, or the letter goes round in a circle.
 */
final class DeadLetterActor extends AbstractBehavior<Command> {
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);
    /** An exchange that fails on a batch so often gets it no more. */
    private static final int ATTEMPTS_MAX = 10;

    /** The queue whose dead letters these are; it is told once. */
    record Serve(ActorRef<QueueProtocol.Command> queue) implements Command {}

    private record FromHost(VirtualHostActor.Reply reply) implements Command {}

    private record Routed(ExchangeActor.Routed answer) implements Command {}

    private record FromQueue(QueueProtocol.Reply reply) implements Command {}

    private record Gone(ActorRef<?> actor) implements Command {}

    private record RouteAgain() implements Command {}

    private record FindAgain() implements Command {}

    /** Letters for one queue; {@code id} is empty while no actor of it is known. */
    private record Owed(String name, OptionalLong id, List<Message> letters) {}

    static Behavior<Command> create(String queue, ActorRef<VirtualHostActor.Command> host) {
        return Witness.of("dead letters", Behaviors.setup(context -> new DeadLetterActor(context, queue, host)));
    }

    private final String queueName;
    /** Its messages are not dead but due. */
    private final boolean isOfDelayStore;

    private final ActorRef<VirtualHostActor.Command> host;
    private final ActorRef<VirtualHostActor.Reply> hostReplies;
    private final ActorRef<ExchangeActor.Routed> routed;
    private final ActorRef<QueueProtocol.Reply> queueReplies;
    private @Nullable ActorRef<QueueProtocol.Command> queue;
    private boolean queueIsGone;
    private boolean missingIsKnown;

    /** What is under way; null while there is nothing to do. */
    private @Nullable Bury batch;

    private List<Message> letters = List.of();
    /** The way has to be found before the letters can go out. */
    private boolean routing;

    private int attempts;
    private @Nullable RoutingSlip slip;
    private RoutingSlip.@Nullable Visit visit;
    private long visitId;
    /** Exchanges that want to know what became of the letters, by the visit to them. */
    private final Map<Long, ExchangeRef> curious = new HashMap<>();

    private long enqueueId;
    /** Queues that have letters and did not answer yet. */
    private final Map<ActorRef<QueueProtocol.Command>, Owed> owed = new HashMap<>();
    /** Queues by name whose actor ended, or was down, before it took its letters. */
    private final Map<String, Owed> lost = new LinkedHashMap<>();
    /** Those of them that the virtual host is asked for. */
    private Set<String> asked = Set.of();

    private DeadLetterActor(ActorContext<Command> context, String queueName, ActorRef<VirtualHostActor.Command> host) {
        super(context);
        this.queueName = queueName;
        this.isOfDelayStore = ExchangeStore.isOfDelayed(queueName);
        this.host = host;
        hostReplies = context.messageAdapter(VirtualHostActor.Reply.class, FromHost::new);
        routed = context.messageAdapter(ExchangeActor.Routed.class, Routed::new);
        queueReplies = context.messageAdapter(QueueProtocol.Reply.class, FromQueue::new);
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Serve.class, this::onServe)
                .onMessage(Bury.class, this::onBury)
                .onMessage(FromHost.class, this::onFromHost)
                .onMessage(Routed.class, this::onRouted)
                .onMessage(FromQueue.class, this::onFromQueue)
                .onMessage(Gone.class, this::onGone)
                .onMessage(RouteAgain.class, this::onRouteAgain)
                .onMessage(FindAgain.class, this::onFindAgain)
                .build();
    }

    private Behavior<Command> onServe(Serve command) {
        queue = command.queue();
        watch(command.queue());
        return this;
    }

    private Behavior<Command> onBury(Bury command) {
        batch = command;
        attempts = 0;
        long seconds = System.currentTimeMillis() / 1_000;
        letters = new ArrayList<>();
        command.dead()
                .forEach(dead -> letters.add(
                        isOfDelayStore
                                ? Delay.over(dead.message())
                                : Deaths.letter(
                                        dead.message(),
                                        new Deaths.Death(dead.reason(), queueName, seconds),
                                        command.to().exchange(),
                                        command.to().routingKey())));
        route(command.to().exchange());
        return this;
    }

    private void route(String exchange) {
        routing = true;
        visit = null;
        host.tell(
                exchange.isEmpty()
                        ? new VirtualHostActor.FindQueues(queueNames(), hostReplies)
                        : new VirtualHostActor.FindExchange(exchange, hostReplies));
    }

    private List<String> queueNames() {
        var names = new LinkedHashSet<String>();
        for (Message letter : letters) {
            names.add(letter.routingKey());
            names.addAll(letter.copyKeys());
        }
        return List.copyOf(names);
    }

    private Behavior<Command> onFromHost(FromHost command) {
        if (command.reply() instanceof VirtualHostActor.ExchangeFound found) {
            onExchangeFound(found.exchange().orElse(null));
        } else if (command.reply() instanceof VirtualHostActor.QueuesFound found && routing) {
            routeByName(found);
        } else if (command.reply() instanceof VirtualHostActor.QueuesFound found) {
            onSuccessors(found);
        } else if (command.reply() instanceof VirtualHostActor.Refused) {
            askAgain();
        }
        return answerWhenDone();
    }

    /** The virtual host failed at the last question. */
    private void askAgain() {
        Command again = routing ? new RouteAgain() : new FindAgain();
        getContext().scheduleOnce(RETRY_DELAY, getContext().getSelf(), again);
    }

    private void onExchangeFound(@Nullable ExchangeRef exchange) {
        if (exchange == null) {
            if (!missingIsKnown) {
                getContext().getLog().warn("queue '{}' has no dead-letter exchange: its dead are lost", queueName);
            }
            missingIsKnown = true;
            routing = false;
            return;
        }
        missingIsKnown = false;
        slip = new RoutingSlip(letters.size(), exchange);
        ask(new RoutingSlip.Visit(exchange, RoutingSlip.all(letters.size())), isOfDelayStore);
    }

    private void ask(RoutingSlip.Visit next, boolean isDue) {
        visit = next;
        watch(next.exchange().actor());
        List<Message> visiting = next.messages().stream().map(letters::get).toList();
        next.exchange().actor().tell(new ExchangeActor.Route(++visitId, visiting, isDue, routed));
        if (next.exchange().isDeduplicating()) {
            curious.put(visitId, next.exchange());
        }
    }

    private Behavior<Command> onRouted(Routed command) {
        RoutingSlip way = slip;
        if (visit == null || way == null || command.answer().batchId() != visitId) {
            return this;
        }
        unwatch(visit.exchange().actor());
        Verdicts verdicts = command.answer().verdicts();
        if (!verdicts.failed().isEmpty() || verdicts.error().isPresent()) {
            tryAgain();
            return this;
        }
        List<Integer> visited = visit.messages();
        verdicts.changed().forEach((index, letter) -> letters.set(visited.get(index), letter));
        way.collect(visited, command.answer().destinations());
        visit = null;
        Optional<RoutingSlip.Visit> next = way.next();
        if (next.isPresent()) {
            ask(next.get(), false);
            return this;
        }
        dispatch(way.queues());
        return answerWhenDone();
    }

    private void tellOutcome(List<Message> refused) {
        curious.forEach((id, exchange) -> exchange.actor().tell(new ExchangeActor.Outcome(id, refused, routed)));
        curious.clear();
    }

    private void routeByName(VirtualHostActor.QueuesFound found) {
        var routes = new ArrayList<Set<QueueRef>>();
        for (Message letter : letters) {
            var keys = new LinkedHashSet<>(letter.copyKeys());
            keys.add(letter.routingKey());
            var targets = new LinkedHashSet<QueueRef>();
            for (String key : keys) {
                QueueRef target = found.queues().get(key);
                if (target != null) {
                    targets.add(target);
                } else if (found.down().contains(key)) {
                    lost.computeIfAbsent(key, name -> new Owed(name, OptionalLong.empty(), new ArrayList<>()))
                            .letters()
                            .add(letter);
                }
            }
            routes.add(targets);
        }
        dispatch(routes);
        if (!lost.isEmpty()) {
            getContext().scheduleOnce(RETRY_DELAY, getContext().getSelf(), new FindAgain());
        }
    }

    /** The way is known: the letters go out, except those that would go round in a circle. */
    private void dispatch(List<Set<QueueRef>> routes) {
        routing = false;
        Map<QueueRef, List<Message>> byQueue = new LinkedHashMap<>();
        for (int i = 0; i < letters.size(); i++) {
            for (QueueRef target : routes.get(i)) {
                if (!isCircle(i, target.name())) {
                    byQueue.computeIfAbsent(target, key -> new ArrayList<>()).add(letters.get(i));
                }
            }
        }
        byQueue.forEach(this::send);
    }

    private boolean isCircle(int index, String target) {
        return batch != null
                && !isOfDelayStore
                && batch.dead().get(index).reason() != Deaths.Reason.REJECTED
                && Deaths.isCycle(letters.get(index), target);
    }

    private void send(QueueRef target, List<Message> sent) {
        owed.put(target.actor(), new Owed(target.name(), OptionalLong.of(target.id()), sent));
        watch(target.actor());
        target.actor().tell(new QueueProtocol.Enqueue(++enqueueId, sent, queueReplies));
    }

    private Behavior<Command> onFromQueue(FromQueue command) {
        // what a queue has no room for is lost, as in RabbitMQ
        if (command.reply() instanceof QueueProtocol.Enqueued enqueued && owed.remove(enqueued.queue()) != null) {
            unwatch(enqueued.queue());
        }
        return answerWhenDone();
    }

    private Behavior<Command> onGone(Gone signal) {
        if (signal.actor().equals(queue)) {
            queueIsGone = true;
        }
        Owed unanswered = owed.remove(signal.actor());
        if (unanswered != null) {
            lost.put(unanswered.name(), unanswered);
            findLost();
        }
        if (visit != null && visit.exchange().actor().equals(signal.actor())) {
            tryAgain();
        }
        return answerWhenDone();
    }

    private void tryAgain() {
        visit = null;
        attempts++;
        getContext().scheduleOnce(RETRY_DELAY, getContext().getSelf(), new RouteAgain());
    }

    private Behavior<Command> onRouteAgain(RouteAgain signal) {
        // what is due was confirmed: it is tried again until its exchange can route it
        if (batch != null && (isOfDelayStore || attempts < ATTEMPTS_MAX)) {
            tellOutcome(letters);
            route(batch.to().exchange());
        } else {
            getContext().getLog().error("an exchange failed on dead letters of queue '{}': they are lost", queueName);
            routing = false;
        }
        return answerWhenDone();
    }

    private Behavior<Command> onFindAgain(FindAgain signal) {
        asked = Set.of();
        findLost();
        return this;
    }

    private void findLost() {
        if (asked.isEmpty() && !lost.isEmpty()) {
            asked = Set.copyOf(lost.keySet());
            host.tell(new VirtualHostActor.FindQueues(List.copyOf(asked), hostReplies));
        }
    }

    private void onSuccessors(VirtualHostActor.QueuesFound found) {
        for (String name : asked) {
            if (found.down().contains(name)) {
                continue;
            }
            Owed letters = lost.remove(name);
            QueueRef successor = found.queues().get(name);
            // one that was deleted meanwhile counts as having taken them
            if (letters != null && successor != null && letters.id().orElse(successor.id()) == successor.id()) {
                send(successor, letters.letters());
            }
        }
        if (found.down().isEmpty()) {
            asked = Set.of();
            findLost();
        } else {
            getContext().scheduleOnce(RETRY_DELAY, getContext().getSelf(), new FindAgain());
        }
    }

    private Behavior<Command> answerWhenDone() {
        Bury done = batch;
        if (done != null && !routing && owed.isEmpty() && lost.isEmpty()) {
            batch = null;
            letters = List.of();
            tellOutcome(List.of());
            done.queue().tell(new QueueProtocol.Buried(done.batchId()));
        }
        return batch == null && queueIsGone ? Behaviors.stopped() : this;
    }

    private void watch(ActorRef<?> actor) {
        getContext().watchWith(actor, new Gone(actor));
    }

    private void unwatch(ActorRef<?> actor) {
        if (!actor.equals(queue)) {
            getContext().unwatch(actor);
        }
    }
}
