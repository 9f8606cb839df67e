package warren.actors.insight;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import warren.actors.exchange.ExchangeActor;
import warren.actors.exchange.ExchangeRef;
import warren.actors.exchange.QueueRef;
import warren.actors.exchange.RoutingSlip;
import warren.actors.queue.QueueProtocol;
import warren.routing.message.Message;

/**
 * The way of a few messages through an exchange to their queues, and what became of each. Knows whom to ask next; its actor does the
 * asking and tells it the answers.
 */
final class Relay {
    /** Asks and sends in the name of the actor, and watches whoever owes an answer. */
    interface Voice {
        void route(ExchangeRef exchange, long visitId, List<Message> messages);

        void enqueue(QueueRef queue, long batchId, List<Message> messages);

        /** An exchange wants to know what became of what it routed. */
        void tellOutcome(ExchangeRef exchange, long visitId, List<Message> refused);
    }

    private final Voice voice;
    private final List<Message> messages;
    private final RoutingSlip slip;
    private final boolean[] isRouted;
    private final boolean[] isRefused;
    private final Map<ActorRef<QueueProtocol.Command>, List<Integer>> owed = new HashMap<>();
    private final Map<Long, ExchangeRef> curious = new HashMap<>();
    private RoutingSlip.@Nullable Visit visit;
    private long visitId;

    private Relay(Voice voice, List<Message> messages, RoutingSlip slip) {
        this.voice = voice;
        this.messages = messages;
        this.slip = slip;
        this.isRouted = new boolean[messages.size()];
        this.isRefused = new boolean[messages.size()];
    }

    /** Through an exchange. */
    static Relay through(ExchangeRef exchange, List<Message> messages, Voice voice, long firstVisit) {
        var relay = new Relay(voice, messages, new RoutingSlip(messages.size(), exchange));
        relay.visitId = firstVisit;
        relay.ask(new RoutingSlip.Visit(exchange, RoutingSlip.all(messages.size())));
        return relay;
    }

    /** To queues by their names, as the default exchange does: {@code byName} has those that there are. */
    static Relay byName(Map<String, QueueRef> byName, List<Message> messages, Voice voice) {
        var relay = new Relay(voice, messages, new RoutingSlip(messages.size()));
        List<Set<QueueRef>> routes = messages.stream()
                .map(message -> byName.get(message.routingKey()))
                .map(queue -> queue == null ? Set.<QueueRef>of() : Set.of(queue))
                .toList();
        relay.send(routes);
        return relay;
    }

    private void ask(RoutingSlip.Visit next) {
        visit = next;
        visitId++;
        if (next.exchange().isDeduplicating()) {
            curious.put(visitId, next.exchange());
        }
        voice.route(
                next.exchange(),
                visitId,
                next.messages().stream().map(messages::get).toList());
    }

    /** The last number of a visit. */
    long visitId() {
        return visitId;
    }

    void onRouted(ExchangeActor.Routed answer) {
        if (visit == null || answer.batchId() != visitId) {
            return;
        }
        slip.collect(visit.messages(), answer.destinations());
        goOn();
    }

    private void goOn() {
        visit = null;
        slip.next().ifPresentOrElse(this::ask, () -> send(slip.queues()));
    }

    private void send(List<Set<QueueRef>> routes) {
        Map<QueueRef, List<Integer>> byQueue = new LinkedHashMap<>();
        for (int i = 0; i < routes.size(); i++) {
            isRouted[i] = !routes.get(i).isEmpty();
            for (QueueRef queue : routes.get(i)) {
                byQueue.computeIfAbsent(queue, key -> new ArrayList<>()).add(i);
            }
        }
        byQueue.forEach((queue, indices) -> {
            owed.put(queue.actor(), indices);
            voice.enqueue(queue, 1, indices.stream().map(messages::get).toList());
        });
    }

    void onEnqueued(QueueProtocol.Enqueued answer) {
        List<Integer> indices = owed.remove(answer.queue());
        if (indices != null) {
            answer.rejected().forEach(position -> isRefused[indices.get(position)] = true);
        }
    }

    /** Whoever owed an answer has ended: what it should have taken or routed counts as refused. */
    void onGone(ActorRef<?> actor) {
        List<Integer> indices = owed.remove(actor);
        if (indices != null) {
            indices.forEach(index -> isRefused[index] = true);
        }
        if (visit != null && visit.exchange().actor().equals(actor)) {
            visit.messages().forEach(index -> isRefused[index] = true);
            goOn();
        }
    }

    boolean isOver() {
        return visit == null && owed.isEmpty();
    }

    /** Once it is over: tells exchanges that want to know what became of the messages. */
    void close() {
        List<Message> refused = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            if (!hasArrived(i)) {
                refused.add(messages.get(i));
            }
        }
        curious.forEach((id, exchange) -> voice.tellOutcome(exchange, id, refused));
    }

    /** All queues that the message was for have it, and there was one. */
    boolean hasArrived(int index) {
        return isRouted[index] && !isRefused[index];
    }

    boolean isRouted(int index) {
        return isRouted[index];
    }
}
