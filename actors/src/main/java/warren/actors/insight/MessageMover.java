package warren.actors.insight;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.pattern.StatusReply;
import org.jspecify.annotations.Nullable;
import warren.actors.access.Permissions;
import warren.actors.exchange.ExchangeActor;
import warren.actors.exchange.ExchangeRef;
import warren.actors.exchange.QueueRef;
import warren.actors.failure.Witness;
import warren.actors.info.OperatorError;
import warren.actors.info.OperatorError.Reason;
import warren.actors.insight.MoveRequest.Action;
import warren.actors.queue.Inspection;
import warren.actors.queue.Inspection.Sighting;
import warren.actors.queue.QueueProtocol;
import warren.actors.vhost.VirtualHostActor;
import warren.routing.message.Message;

/**
 * Moves messages that wait in a queue, a batch after the other: the queue keeps a batch from its consumers, the queues that it goes to
 * take it, and only then does the first queue's journal hear that it is gone. So a message is never lost; after a crash it may be in both.
 * What cannot go anywhere stays at its place. If this actor ends, the queue's messages are free again.
 */
final class MessageMover extends AbstractBehavior<MessageMover.Command> implements Relay.Voice {
    private static final int BATCH_MESSAGES = 500;
    private static final long BATCH_BYTES = 4 << 20;
    private static final int PROBLEMS_MAX = 20;
    /** Without an answer for so long it gives up. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    sealed interface Command {}

    private record Begin(@Nullable Source source, @Nullable Throwable failure) implements Command {}

    private record Reserved(Inspection.Reserved answer) implements Command {}

    private record Released(long count) implements Command {}

    private record FromHost(VirtualHostActor.Reply reply) implements Command {}

    private record Routed(ExchangeActor.Routed answer) implements Command {}

    private record FromQueue(QueueProtocol.Reply reply) implements Command {}

    private record Gone(ActorRef<?> actor) implements Command {}

    private record SourceGone() implements Command {}

    private record TimedOut() implements Command {}

    /** {@code permissions}: of the user in whose name it is done, who may not publish everywhere. */
    record Source(ActorRef<QueueProtocol.Command> queue, Optional<Permissions> permissions) {}

    /** A mover that begins when it is known from where. */
    static Behavior<Command> create(
            MoveRequest request,
            CompletionStage<Source> source,
            ActorRef<VirtualHostActor.Command> host,
            ActorRef<StatusReply<MoveRequest.Result>> replyTo) {
        return Witness.of(
                "operator",
                Behaviors.withTimers(timers -> Behaviors.setup(context -> {
                    context.pipeToSelf(source, Begin::new);
                    return Behaviors.receive(Command.class)
                            .onMessage(
                                    Begin.class,
                                    begin -> onBegin(
                                            begin,
                                            replyTo,
                                            from -> new MessageMover(context, timers, request, from, host, replyTo)))
                            .build();
                })));
    }

    private static Behavior<Command> onBegin(
            Begin begin, ActorRef<StatusReply<MoveRequest.Result>> replyTo, Function<Source, Behavior<Command>> mover) {
        if (begin.source() != null) {
            return mover.apply(begin.source());
        }
        Throwable failure = begin.failure();
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        replyTo.tell(StatusReply.error(cause == null ? new IllegalStateException("no queue") : cause));
        return Behaviors.stopped();
    }

    private final TimerScheduler<Command> timers;
    private final MoveRequest request;
    private final ActorRef<QueueProtocol.Command> queue;
    private final ActorRef<VirtualHostActor.Command> host;
    private final Optional<Permissions> permissions;
    private final ActorRef<StatusReply<MoveRequest.Result>> replyTo;
    private final ActorRef<Inspection.Reserved> reserved;
    private final ActorRef<Long> released;
    private final ActorRef<VirtualHostActor.Reply> hostReplies;
    private final ActorRef<ExchangeActor.Routed> routed;
    private final ActorRef<QueueProtocol.Reply> queueReplies;

    private final ArrayDeque<Long> ids;
    private List<Long> asked = List.of();
    private MoveBatch batch;
    private MoveBatch.@Nullable Group group;
    private @Nullable Relay relay;
    private long visitId;
    private long done;
    private final Set<String> problems = new LinkedHashSet<>();

    private MessageMover(
            ActorContext<Command> context,
            TimerScheduler<Command> timers,
            MoveRequest request,
            Source source,
            ActorRef<VirtualHostActor.Command> host,
            ActorRef<StatusReply<MoveRequest.Result>> replyTo) {
        super(context);
        this.timers = timers;
        this.request = request;
        this.queue = source.queue();
        this.host = host;
        this.permissions = source.permissions();
        this.replyTo = replyTo;
        reserved = context.messageAdapter(Inspection.Reserved.class, Reserved::new);
        released = context.messageAdapter(Long.class, Released::new);
        hostReplies = context.messageAdapter(VirtualHostActor.Reply.class, FromHost::new);
        routed = context.messageAdapter(ExchangeActor.Routed.class, Routed::new);
        queueReplies = context.messageAdapter(QueueProtocol.Reply.class, FromQueue::new);
        batch = new MoveBatch(request, List.of());
        ids = new ArrayDeque<>(new LinkedHashSet<>(request.ids()));
        context.watchWith(queue, new SourceGone());
        reserveNext();
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Reserved.class, this::onReserved)
                .onMessage(FromHost.class, this::onFromHost)
                .onMessage(Routed.class, this::onRouted)
                .onMessage(FromQueue.class, this::onFromQueue)
                .onMessage(Gone.class, this::onGone)
                .onMessage(Released.class, this::onReleased)
                .onMessage(SourceGone.class, this::onSourceGone)
                .onMessage(TimedOut.class, this::onTimedOut)
                .build();
    }

    private void reserveNext() {
        timers.startSingleTimer(new TimedOut(), PATIENCE);
        List<Long> next = new ArrayList<>();
        while (!ids.isEmpty() && next.size() < BATCH_MESSAGES) {
            next.add(ids.removeFirst());
        }
        asked = next;
        inspect(new Inspection.Reserve(next, BATCH_BYTES, getContext().getSelf(), reserved));
    }

    private void inspect(Inspection question) {
        queue.tell(new QueueProtocol.Inspect(question));
    }

    private Behavior<Command> onReserved(Reserved message) {
        Inspection.Reserved answer = message.answer();
        if (answer.failure().isPresent()) {
            // it ends, and what it has reserved is free
            return giveUp(answer.failure().get());
        }
        List<Long> later = answer.later();
        for (int i = later.size() - 1; i >= 0; i--) {
            ids.addFirst(later.get(i));
        }
        asked = asked.stream().filter(id -> !later.contains(id)).toList();
        batch = new MoveBatch(request, answer.messages());
        return publishNext();
    }

    private Behavior<Command> publishNext() {
        group = batch.nextGroup();
        if (group == null) {
            release();
            return this;
        }
        String exchange = group.exchange();
        Optional<String> refusal = permissions
                .flatMap(known -> known.refuseExchange(Permissions.Right.WRITE, exchange))
                .map(error -> error.text());
        if (refusal.isPresent()) {
            problem(refusal.get());
            return publishNext();
        }
        host.tell(
                exchange.isEmpty()
                        ? new VirtualHostActor.FindQueues(
                                batch.messages(group).stream()
                                        .map(Message::routingKey)
                                        .distinct()
                                        .toList(),
                                hostReplies)
                        : new VirtualHostActor.FindExchange(exchange, hostReplies));
        return this;
    }

    private Behavior<Command> onFromHost(FromHost message) {
        MoveBatch.Group current = group;
        if (current == null) {
            return this;
        }
        if (message.reply() instanceof VirtualHostActor.QueuesFound found) {
            found.down().forEach(name -> problem("queue '" + name + "' is down"));
            relay = Relay.byName(found.queues(), batch.messages(current), this);
        } else if (message.reply() instanceof VirtualHostActor.ExchangeFound found) {
            return throughExchange(found.exchange().orElse(null), current);
        } else if (message.reply() instanceof VirtualHostActor.Refused) {
            problem("the virtual host failed; messages stayed");
            return publishNext();
        }
        return closeIfOver();
    }

    private Behavior<Command> throughExchange(@Nullable ExchangeRef exchange, MoveBatch.Group current) {
        if (exchange == null || exchange.internal()) {
            problem((exchange == null ? "no exchange '" : "cannot publish to internal exchange '") + current.exchange()
                    + "'");
            return publishNext();
        }
        List<Message> all = batch.messages(current);
        Optional<String> refusal = !exchange.type().equals("topic")
                ? Optional.empty()
                : permissions.flatMap(known -> all.stream()
                        .map(each -> known.refuseTopic(Permissions.Right.WRITE, exchange.name(), each.routingKey()))
                        .flatMap(Optional::stream)
                        .findFirst()
                        .map(error -> error.text()));
        if (refusal.isPresent()) {
            problem(refusal.get());
            return publishNext();
        }
        relay = Relay.through(exchange, all, this, visitId);
        return closeIfOver();
    }

    @Override
    public void route(ExchangeRef exchange, long id, List<Message> messages) {
        visitId = id;
        getContext().watchWith(exchange.actor(), new Gone(exchange.actor()));
        exchange.actor().tell(new ExchangeActor.Route(id, messages, routed));
    }

    @Override
    public void enqueue(QueueRef target, long batchId, List<Message> messages) {
        if (!target.actor().equals(queue)) {
            getContext().watchWith(target.actor(), new Gone(target.actor()));
        }
        target.actor().tell(new QueueProtocol.Enqueue(batchId, messages, queueReplies));
    }

    @Override
    public void tellOutcome(ExchangeRef exchange, long id, List<Message> refused) {
        exchange.actor().tell(new ExchangeActor.Outcome(id, refused, routed));
    }

    private Behavior<Command> onRouted(Routed message) {
        getContext().unwatch(message.answer().exchange());
        if (relay != null) {
            relay.onRouted(message.answer());
        }
        return closeIfOver();
    }

    private Behavior<Command> onFromQueue(FromQueue message) {
        if (relay != null && message.reply() instanceof QueueProtocol.Enqueued enqueued) {
            if (!enqueued.queue().equals(queue)) {
                getContext().unwatch(enqueued.queue());
            }
            relay.onEnqueued(enqueued);
        }
        return closeIfOver();
    }

    private Behavior<Command> onGone(Gone signal) {
        if (relay != null) {
            relay.onGone(signal.actor());
        }
        return closeIfOver();
    }

    private Behavior<Command> closeIfOver() {
        Relay over = relay;
        MoveBatch.Group current = group;
        if (over == null || current == null || !over.isOver()) {
            return this;
        }
        relay = null;
        over.close();
        batch.note(current, over).forEach(this::problem);
        return publishNext();
    }

    private void problem(String text) {
        if (problems.size() < PROBLEMS_MAX) {
            problems.add(text);
        }
    }

    /** Those that have arrived leave the queue, the others may be handed out again. */
    private void release() {
        List<Sighting> gone = request.action() == Action.COPY ? List.of() : batch.arrived();
        done += request.action() == Action.COPY ? batch.arrived().size() : 0;
        Set<Long> left = new LinkedHashSet<>(asked);
        gone.forEach(message -> left.remove(message.offset()));
        inspect(new Inspection.Release(gone, List.copyOf(left), getContext().getSelf(), released));
    }

    private Behavior<Command> onReleased(Released message) {
        done += message.count();
        if (!ids.isEmpty()) {
            reserveNext();
            return this;
        }
        return end(StatusReply.success(new MoveRequest.Result(done, List.copyOf(problems))));
    }

    private Behavior<Command> onSourceGone(SourceGone signal) {
        return giveUp("the queue has ended");
    }

    private Behavior<Command> onTimedOut(TimedOut signal) {
        return giveUp("no answer in time");
    }

    private Behavior<Command> giveUp(String why) {
        String text = why + "; " + done + " messages had been moved before";
        return end(StatusReply.error(new OperatorError(Reason.INVALID, text)));
    }

    private Behavior<Command> end(StatusReply<MoveRequest.Result> answer) {
        replyTo.tell(answer);
        return Behaviors.stopped();
    }
}
