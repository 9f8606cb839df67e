package warren.actors.channel;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import warren.actors.AmqpError;
import warren.actors.exchange.Destination;
import warren.actors.exchange.ExchangeActor;
import warren.actors.exchange.ExchangeRef;
import warren.actors.exchange.QueueRef;
import warren.actors.exchange.RoutingSlip;
import warren.actors.exchange.Verdicts;
import warren.actors.queue.QueueProtocol;
import warren.actors.vhost.VirtualHostActor;
import warren.routing.message.Message;
import warren.transport.method.BasicReturn;
import warren.transport.method.ReplyCode;

/**
 * The way of a channel's publishes: runs to one exchange gather into a batch, the exchange says where its messages go, the batches go
 * to the queues strictly in publish order, and when the queues have taken them they are released and confirmed in that order too.
 */
final class Publishing {
    private final ChannelCore core;
    private final ActorRef<ExchangeActor.Routed> routed;
    private final ExchangeWatcher watcher;
    private final Map<ActorRef<ExchangeActor.Command>, ExchangeRef> watched = new HashMap<>();
    /** Batches that no exchange has been asked about yet. */
    private final ArrayDeque<PublishBatch> unsent = new ArrayDeque<>();
    /** Batches that are not yet on their way to queues. */
    private final ArrayDeque<PublishBatch> routing = new ArrayDeque<>();

    /** Null unless the channel is transactional. */
    private @Nullable HeldBatches held;

    private final DefaultExchange defaultExchange;
    private final Succession succession = new Succession();
    private final Confirms confirms = new Confirms();
    private final ConfirmRun answers = new ConfirmRun();
    private @Nullable PublishBatch gathering;
    private long lastBatchId;
    private boolean confirming;
    private long lastSequence;
    private long released;

    /** Asks for a note when an exchange's actor ends. */
    interface ExchangeWatcher {
        void watch(ExchangeRef exchange);
    }

    Publishing(ChannelCore core, ActorRef<ExchangeActor.Routed> routed, ExchangeWatcher watcher) {
        this.core = core;
        this.defaultExchange = new DefaultExchange(core.queues);
        this.routed = routed;
        this.watcher = watcher;
    }

    /** Numbers begin with the first publish after this. */
    void startConfirming() {
        confirming = true;
    }

    /** From now on publishes are routed at once, and go to their queues with {@link #dispatchHeld}. */
    void startHolding() {
        held = new HeldBatches();
    }

    int heldCount() {
        return held == null ? 0 : held.messageCount();
    }

    /** Commit-ok would claim that all of it is in its queues. */
    void requireNothingRefused() {
        if (held != null) {
            held.requireNothingRefused();
        }
    }

    /** Sends what was held back to its queues. */
    void dispatchHeld() {
        if (held != null) {
            held.take().forEach(this::dispatch);
            releaseDone();
        }
    }

    /** Queues have refused parts of what was held back. */
    boolean isCommittedInPart() {
        return held != null && held.isCommittedInPart();
    }

    /** Gives up what was held back. */
    void dropHeld() {
        if (held != null) {
            held.take().forEach(PublishBatch::drop);
            releaseDone();
        }
    }

    boolean isConfirming() {
        return confirming;
    }

    long unconfirmed() {
        return confirming ? confirms.messages() : 0;
    }

    /** True while a publish is not yet on its way to its queues: what could observe it must wait. */
    boolean isRouting() {
        return gathering != null || !routing.isEmpty();
    }

    /** True when queues have taken all that was published. */
    boolean isAllTaken() {
        return !isRouting() && heldCount() == 0 && confirms.isEmpty();
    }

    /** Weight of the publishes that were done with since the last call. */
    long takeReleased() {
        long bytes = released;
        released = 0;
        return bytes;
    }

    /** Takes one publish whose checks have passed; {@code exchange} is null for the default exchange. */
    void add(@Nullable ExchangeRef exchange, Message message, boolean mandatory, long weight) {
        PublishBatch batch = gathering;
        if (batch == null || !Objects.equals(batch.exchange, exchange)) {
            send();
            batch = new PublishBatch(++lastBatchId, confirming ? lastSequence + 1 : 0, exchange);
            gathering = batch;
        }
        if (held != null) {
            held.weigh(weight);
            // a transaction may hold more than the flow limit: its commit must still be read
            released += weight;
        } else {
            batch.bytes += weight;
        }
        batch.add(message, mandatory);
        if (confirming) {
            lastSequence++;
        }
    }

    /** Sends what gathered on its way. May open a question to the virtual host: the names of queues not known yet. */
    void send() {
        PublishBatch batch = gathering;
        if (batch != null) {
            gathering = null;
            enter(batch);
        }
        ExchangeRef trace = core.firehose.exchange();
        List<Message> copies = core.firehose.take();
        if (trace != null && !copies.isEmpty()) {
            enter(PublishBatch.ofTrace(++lastBatchId, trace, copies));
        }
        while (!unsent.isEmpty() && !core.hasOpenQuestion()) {
            route(unsent.removeFirst());
        }
    }

    private void enter(PublishBatch batch) {
        confirms.add(batch);
        routing.addLast(batch);
        unsent.addLast(batch);
    }

    private void route(PublishBatch batch) {
        ExchangeRef exchange = batch.exchange;
        if (exchange != null) {
            ask(exchange, batch, batch.messages);
            return;
        }
        List<String> unknown = defaultExchange.unknownQueues(batch);
        if (unknown.isEmpty()) {
            batch.routes = defaultExchange.route(batch);
            dispatchRouted();
            return;
        }
        core.askHost(
                replyTo -> new VirtualHostActor.FindQueues(unknown, replyTo),
                VirtualHostActor.QueuesFound.class,
                found -> {
                    defaultExchange.learn(unknown, found, batch);
                    route(batch);
                });
    }

    /** From now on the end of this exchange is noticed. */
    void watch(ExchangeRef exchange) {
        if (watched.putIfAbsent(exchange.actor(), exchange) == null) {
            watcher.watch(exchange);
        }
    }

    private void ask(ExchangeRef exchange, PublishBatch batch, List<Message> messages) {
        watch(exchange);
        batch.ask(exchange, messages, routed);
    }

    /** An exchange's answer. */
    void onRouted(ExchangeActor.Routed answer) {
        PublishBatch batch = confirms.find(answer.batchId());
        if (batch == null || batch.routes != null || batch.exchange == null) {
            return;
        }
        List<List<Destination>> destinations = answer.destinations();
        RoutingSlip slip = batch.slip;
        if (!answer.verdicts().isEmpty()) {
            follow(answer.verdicts(), batch);
        }
        if (slip == null && !RoutingSlip.leadsToExchanges(destinations)) {
            batch.routes = destinations;
            dispatchRouted();
            return;
        }
        if (slip == null) {
            slip = new RoutingSlip(batch.messages.size(), batch.exchange);
            batch.slip = slip;
            slip.collect(RoutingSlip.all(batch.messages.size()), destinations);
        } else if (batch.visit != null) {
            slip.collect(batch.visit.messages(), destinations);
        }
        visitNext(batch, slip);
    }

    /** An exchange may change messages, refuse them, or not be able to route at all. */
    private void follow(Verdicts verdicts, PublishBatch batch) {
        RoutingSlip.Visit visit = batch.visit;
        batch.follow(verdicts, visit == null ? RoutingSlip.all(batch.messages.size()) : visit.messages());
        Optional<AmqpError> error = verdicts.error();
        if (error.isPresent()) {
            batch.rejectAll();
            dispatchRouted();
            throw new AmqpException(error.get());
        }
    }

    private void visitNext(PublishBatch batch, RoutingSlip slip) {
        RoutingSlip.Visit next = slip.next().orElse(null);
        batch.visit = next;
        if (next == null) {
            batch.routes = slip.queues();
            dispatchRouted();
        } else {
            ask(
                    next.exchange(),
                    batch,
                    next.messages().stream().map(batch.messages::get).toList());
        }
    }

    /**
     * An exchange's actor ended. When the exchange is deleted, a batch on its way through it goes on without it; a batch that was
     * published to it, or that it failed on, is refused. Returns true when batches were published to it and have no answer.
     */
    boolean onExchangeGone(ExchangeRef exchange, boolean isDeleted) {
        watched.remove(exchange.actor());
        if (isDeleted) {
            core.traffic.forget(exchange.name());
        }
        boolean any = false;
        for (PublishBatch batch : List.copyOf(routing)) {
            RoutingSlip.Visit visit = batch.visit;
            if (batch.routes != null || !exchange.equals(visit == null ? batch.exchange : visit.exchange())) {
                continue;
            }
            if (isDeleted && visit != null && batch.slip != null) {
                visitNext(batch, batch.slip);
            } else {
                batch.rejectAll();
                any |= visit == null;
            }
        }
        dispatchRouted();
        return any;
    }

    private void dispatchRouted() {
        for (PublishBatch first = routing.peekFirst();
                first != null && first.routes != null;
                first = routing.peekFirst()) {
            routing.removeFirst();
            if (!first.isTrace && core.firehose.isOn()) {
                core.firehose.published(first);
            }
            if (held == null || first.isTrace) {
                dispatch(first);
            } else {
                held.add(first);
            }
        }
        releaseDone();
    }

    /** A batch that has been routed goes to its queues, and back to the client what reaches none. */
    private void dispatch(PublishBatch batch) {
        if (batch.hasMandatory()) {
            returnUnroutable(batch, batch.requireRoutes());
        }
        batch.byQueue(batch.requireRoutes(), succession::newest)
                .forEach((queue, messages) -> enqueue(batch, queue, messages));
        batch.markDispatched();
        core.traffic.dispatched(batch);
    }

    private void enqueue(PublishBatch batch, QueueRef queue, List<Message> messages) {
        QueueUse use = core.queues.use(queue);
        QueueRef oldest = succession.oldest(queue);
        batch.sentTo(oldest.actor(), messages);
        if (oldest.equals(queue)) {
            use.give(new QueueProtocol.Enqueue(batch.id, messages, core.queueReplies));
        }
    }

    private void returnUnroutable(PublishBatch batch, List<? extends Collection<? extends Destination>> routes) {
        for (int i = 0; i < routes.size(); i++) {
            if (batch.isMandatory(i) && routes.get(i).isEmpty()) {
                Message message = batch.messages.get(i);
                core.output.content(
                        new BasicReturn(
                                ReplyCode.NO_ROUTE.code(),
                                ReplyCode.NO_ROUTE.name(),
                                message.exchange(),
                                message.routingKey()),
                        message);
            }
        }
    }

    void onEnqueued(QueueProtocol.Enqueued answer) {
        PublishBatch batch = confirms.find(answer.batchId());
        if (batch != null) {
            List<Message> sent = batch.answeredBy(answer.queue());
            answer.rejected().forEach(index -> batch.reject(sent.get(index)));
        }
        releaseDone();
    }

    /**
     * A queue's actor ended. Its messages go to the one that took its place, count as taken when the queue was deleted, and are refused
     * when it is down.
     */
    void onQueueGone(QueueRef gone, @Nullable QueueRef successor, boolean isDown) {
        succession.ended(gone);
        for (PublishBatch batch : confirms.all()) {
            List<Message> messages = batch.answeredBy(gone.actor());
            if (!messages.isEmpty() && successor != null) {
                enqueue(batch, succession.newest(successor), messages);
            } else if (isDown) {
                messages.forEach(batch::reject);
            }
        }
        releaseDone();
    }

    private void releaseDone() {
        for (PublishBatch batch : confirms.takeDone()) {
            released += batch.bytes;
            if (held != null && !batch.isTrace && !batch.isDropped()) {
                held.onAnswered(batch);
            }
            batch.tellOutcome(routed);
            core.firehose.taken(batch.isTrace ? batch.messages.size() : 0);
            if (!core.traffic.countConfirmed(batch)) {
                continue;
            }
            if (batch.rejected.isEmpty()) {
                answers.add(batch.messages.size(), true, core.output);
            } else {
                for (int i = 0; i < batch.messages.size(); i++) {
                    answers.add(1, !batch.rejected.get(i), core.output);
                }
            }
        }
        answers.flush(core.output);
    }
}
