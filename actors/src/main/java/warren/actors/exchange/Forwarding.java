package warren.actors.exchange;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import warren.actors.queue.QueueProtocol;
import warren.routing.message.Message;

/** A batch that no channel publishes, on its way through the exchanges that are bound to it. */
public final class Forwarding {
    private final List<Message> messages;
    private final RoutingSlip slip;
    private RoutingSlip.@Nullable Visit visit;

    /** These messages have been routed to these destinations. */
    public Forwarding(List<Message> messages, List<List<Destination>> destinations) {
        this.messages = new ArrayList<>(messages);
        slip = new RoutingSlip(messages.size());
        slip.collect(RoutingSlip.all(messages.size()), destinations);
    }

    /** The exchange to ask; empty at the end of the way. */
    public Optional<ExchangeRef> next() {
        Optional<RoutingSlip.Visit> next = slip.next();
        visit = next.orElse(null);
        return next.map(RoutingSlip.Visit::exchange);
    }

    /** What that exchange has to route. */
    public List<Message> visiting() {
        return visit == null
                ? List.of()
                : visit.messages().stream().map(messages::get).toList();
    }

    /** Its answer. */
    public void collect(ExchangeActor.Routed answer) {
        if (visit != null) {
            List<Integer> visited = visit.messages();
            answer.verdicts().changed().forEach((index, message) -> messages.set(visited.get(index), message));
            slip.collect(visited, answer.destinations());
        }
    }

    /** The end of the way. Returns the queues, each of which answers {@code replyTo} once. */
    public List<ActorRef<QueueProtocol.Command>> send(ActorRef<QueueProtocol.Reply> replyTo) {
        Map<QueueRef, List<Message>> byQueue = new LinkedHashMap<>();
        List<Set<QueueRef>> queues = slip.queues();
        for (int i = 0; i < messages.size(); i++) {
            for (QueueRef queue : queues.get(i)) {
                byQueue.computeIfAbsent(queue, key -> new ArrayList<>()).add(messages.get(i));
            }
        }
        byQueue.forEach((queue, batch) -> queue.actor().tell(new QueueProtocol.Enqueue(0, batch, replyTo)));
        return byQueue.keySet().stream().map(QueueRef::actor).toList();
    }
}
