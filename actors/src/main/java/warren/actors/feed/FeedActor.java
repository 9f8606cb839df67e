package warren.actors.feed;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.PreRestart;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.jspecify.annotations.Nullable;
import warren.actors.Question;
import warren.actors.exchange.ExchangeActor;
import warren.actors.exchange.ExchangeRef;
import warren.actors.exchange.Forwarding;
import warren.actors.failure.Witness;
import warren.actors.queue.QueueProtocol;
import warren.routing.message.Message;

/**
 * Sends on what a {@link Feed} takes: through its exchange and those bound to it, to queues. One batch is under way at a time, and the
 * next gathers meanwhile; a batch is over when each queue has it or is gone. Nobody hears what became of a message. A child of the
 * virtual host; when it fails, what it had is lost, and it begins anew.
 */
public final class FeedActor extends AbstractBehavior<FeedActor.Command> {
    /** What this actor can be told. */
    public sealed interface Command {}

    record Publish(Message message) implements Command {}

    /** An exchange has routed the batch; empty when it did not answer. */
    private record Routed(Forwarding batch, Optional<ExchangeActor.Routed> answer) implements Command {}

    private record FromQueue(QueueProtocol.Reply reply) implements Command {}

    private record QueueGone(ActorRef<QueueProtocol.Command> queue) implements Command {}

    private static final int BATCH_MAX = 1000;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Feed feed;
    private final Supplier<@Nullable ExchangeRef> exchange;
    private final ActorRef<QueueProtocol.Reply> replies;
    private final ArrayDeque<Message> waiting = new ArrayDeque<>();
    private final Set<ActorRef<QueueProtocol.Command>> awaited = new HashSet<>();
    private int underWay;

    /**
     * Opens the feed while it lives.
     *
     * @param exchange the feed's exchange as it is now; null while there is none. Called for each batch
     */
    public static Behavior<Command> create(Feed feed, Supplier<@Nullable ExchangeRef> exchange) {
        return Behaviors.supervise(
                        Witness.of("feed", Behaviors.<Command>setup(context -> new FeedActor(context, feed, exchange))))
                .onFailure(SupervisorStrategy.restart());
    }

    private FeedActor(ActorContext<Command> context, Feed feed, Supplier<@Nullable ExchangeRef> exchange) {
        super(context);
        this.feed = feed;
        this.exchange = exchange;
        this.replies = context.messageAdapter(QueueProtocol.Reply.class, FromQueue::new);
        feed.open(context.getSelf());
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Publish.class, this::onPublish)
                .onMessage(Routed.class, this::onRouted)
                .onMessage(FromQueue.class, this::onFromQueue)
                .onMessage(QueueGone.class, this::onQueueGone)
                .onSignal(PreRestart.class, this::onPreRestart)
                .onSignal(PostStop.class, this::onPostStop)
                .build();
    }

    private Behavior<Command> onPreRestart(PreRestart signal) {
        feed.done(underWay + waiting.size());
        return this;
    }

    private Behavior<Command> onPostStop(PostStop signal) {
        feed.close(getContext().getSelf());
        return this;
    }

    private Behavior<Command> onPublish(Publish command) {
        waiting.add(command.message());
        return sendIfIdle();
    }

    private Behavior<Command> sendIfIdle() {
        if (underWay > 0 || waiting.isEmpty()) {
            return this;
        }
        List<Message> batch = new ArrayList<>();
        while (batch.size() < BATCH_MAX && !waiting.isEmpty()) {
            batch.add(waiting.remove());
        }
        underWay = batch.size();
        ExchangeRef first = exchange.get();
        if (first == null) {
            return finish();
        }
        forward(new Forwarding(batch, Collections.nCopies(underWay, List.of(first))));
        return this;
    }

    /** Asks the next exchange on the way, or, at its end, sends the messages to the queues. */
    private void forward(Forwarding batch) {
        Optional<ExchangeRef> next = batch.next();
        if (next.isPresent()) {
            Question.<Command, ExchangeActor.Command, ExchangeActor.Routed>ask(
                    getContext(),
                    next.get().actor(),
                    PATIENCE,
                    replyTo -> new ExchangeActor.Route(0, batch.visiting(), replyTo),
                    answer -> new Routed(batch, answer));
            return;
        }
        for (ActorRef<QueueProtocol.Command> queue : batch.send(replies)) {
            awaited.add(queue);
            getContext().watchWith(queue, new QueueGone(queue));
        }
        finishIfTaken();
    }

    private Behavior<Command> onRouted(Routed message) {
        message.answer().ifPresent(message.batch()::collect);
        forward(message.batch());
        return this;
    }

    private Behavior<Command> onFromQueue(FromQueue message) {
        if (message.reply() instanceof QueueProtocol.Enqueued enqueued) {
            taken(enqueued.queue());
            getContext().unwatch(enqueued.queue());
        }
        return this;
    }

    private Behavior<Command> onQueueGone(QueueGone signal) {
        taken(signal.queue());
        return this;
    }

    private void taken(ActorRef<QueueProtocol.Command> queue) {
        if (awaited.remove(queue)) {
            finishIfTaken();
        }
    }

    private void finishIfTaken() {
        if (awaited.isEmpty()) {
            finish();
        }
    }

    private Behavior<Command> finish() {
        feed.done(underWay);
        underWay = 0;
        return sendIfIdle();
    }
}
