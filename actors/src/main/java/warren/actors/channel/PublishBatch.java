package warren.actors.channel;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import warren.actors.exchange.Destination;
import warren.actors.exchange.ExchangeActor;
import warren.actors.exchange.ExchangeRef;
import warren.actors.exchange.QueueRef;
import warren.actors.exchange.RoutingSlip;
import warren.actors.exchange.Verdicts;
import warren.actors.queue.QueueProtocol;
import warren.routing.message.Message;

/** A run of publishes of one channel to one exchange, from the client until the last queue has taken it. */
final class PublishBatch {
    final long id;
    /** Number of the first message on a confirm channel; 0 without confirms. */
    final long firstSequence;
    /** Empty for the default exchange. */
    final @Nullable ExchangeRef exchange;

    /** Copies for a firehose: no part of what the client publishes. */
    final boolean isTrace;

    final List<Message> messages = new ArrayList<>();
    /** Indexes of messages that go back to the client when they reach no queue. */
    private Set<Integer> mandatory = Set.of();
    /** What the client's publishes weigh for flow control. */
    long bytes;
    /** Messages, by their index, that a queue has no room for or an exchange failed on. */
    final BitSet rejected = new BitSet(0);
    /** Where exchange-to-exchange bindings lead it; null when there are none. */
    @Nullable
    RoutingSlip slip;
    /** The stop of the slip that has not answered yet. */
    RoutingSlip.@Nullable Visit visit;
    /** For each message its queues; null while it is routed. */
    @Nullable
    List<? extends Collection<? extends Destination>> routes;

    /** Names, for the default exchange, that no queue has. */
    private Set<String> absentQueues = Set.of();

    /** Exchanges that want to know what became of it. */
    private Set<ExchangeRef> curious = Set.of();

    private boolean dispatched;
    private boolean dropped;
    private final Map<ActorRef<QueueProtocol.Command>, List<Message>> unanswered = new HashMap<>(2);

    PublishBatch(long id, long firstSequence, @Nullable ExchangeRef exchange) {
        this(id, firstSequence, exchange, false);
    }

    private PublishBatch(long id, long firstSequence, @Nullable ExchangeRef exchange, boolean isTrace) {
        this.id = id;
        this.firstSequence = firstSequence;
        this.exchange = exchange;
        this.isTrace = isTrace;
    }

    /** Copies for a firehose, which nobody waits for a confirm of. */
    static PublishBatch ofTrace(long id, ExchangeRef exchange, List<Message> copies) {
        var batch = new PublishBatch(id, 0, exchange, true);
        batch.messages.addAll(copies);
        return batch;
    }

    void add(Message message, boolean isMandatory) {
        if (isMandatory) {
            mandatory = mandatory.isEmpty() ? new HashSet<>() : mandatory;
            mandatory.add(messages.size());
        }
        messages.add(message);
    }

    /** The virtual host has no queue of this name, or one that is down. */
    void hasNoQueue(String name) {
        absentQueues = absentQueues.isEmpty() ? new HashSet<>() : absentQueues;
        absentQueues.add(name);
    }

    /** All names that it {@link #hasNoQueue} for. */
    Set<String> absentQueues() {
        return absentQueues;
    }

    /** Asks an exchange where these of its messages go. */
    void ask(ExchangeRef visited, List<Message> visiting, ActorRef<ExchangeActor.Routed> replyTo) {
        if (visited.isDeduplicating()) {
            curious = curious.isEmpty() ? new HashSet<>() : curious;
            curious.add(visited);
        }
        visited.actor().tell(new ExchangeActor.Route(id, visiting, replyTo));
    }

    /** What an exchange says of the messages that visited it; {@code visited} are their indexes here. */
    void follow(Verdicts verdicts, List<Integer> visited) {
        verdicts.changed().forEach((index, message) -> messages.set(visited.get(index), message));
        verdicts.refused().forEach(index -> rejected.set(visited.get(index)));
        verdicts.failed().forEach(index -> rejected.set(visited.get(index)));
    }

    /** It is done with. */
    void tellOutcome(ActorRef<ExchangeActor.Routed> publisher) {
        for (ExchangeRef visited : curious) {
            List<Message> refused = rejected.stream().mapToObj(messages::get).toList();
            visited.actor().tell(new ExchangeActor.Outcome(id, refused, publisher));
        }
    }

    /** No message of it goes to a queue. */
    void drop() {
        rejected.set(0, messages.size());
        dispatched = true;
        dropped = true;
    }

    /** It was rolled back. */
    boolean isDropped() {
        return dropped;
    }

    /** No message of it can be routed. */
    void rejectAll() {
        rejected.set(0, messages.size());
        routes = Collections.nCopies(messages.size(), List.of());
    }

    /** A queue has no room for this one. */
    void reject(Message message) {
        for (int i = 0; i < messages.size(); i++) {
            if (messages.get(i) == message) {
                rejected.set(i);
            }
        }
    }

    boolean isMandatory(int index) {
        return mandatory.contains(index);
    }

    boolean hasMandatory() {
        return !mandatory.isEmpty();
    }

    List<? extends Collection<? extends Destination>> requireRoutes() {
        return Objects.requireNonNull(routes, "a batch that has not been routed");
    }

    /** The messages of each queue, in publish order; {@code newest} gives the actor of a queue that takes messages now. */
    Map<QueueRef, List<Message>> byQueue(
            List<? extends Collection<? extends Destination>> targets, UnaryOperator<QueueRef> newest) {
        Map<QueueRef, List<Message>> result = new LinkedHashMap<>(4);
        if (isSameForAll(targets)) {
            for (Destination destination : targets.get(0)) {
                if (destination instanceof QueueRef queue) {
                    result.put(newest.apply(queue), messages);
                }
            }
            return result;
        }
        for (int i = 0; i < messages.size(); i++) {
            for (Destination destination : targets.get(i)) {
                if (destination instanceof QueueRef queue) {
                    result.computeIfAbsent(newest.apply(queue), key -> new ArrayList<>())
                            .add(messages.get(i));
                }
            }
        }
        return result;
    }

    private static boolean isSameForAll(List<? extends Collection<? extends Destination>> targets) {
        Collection<? extends Destination> first = targets.get(0);
        for (Collection<? extends Destination> each : targets) {
            if (each != first) {
                return false;
            }
        }
        return true;
    }

    /** These messages are on their way to a queue. */
    void sentTo(ActorRef<QueueProtocol.Command> queue, List<Message> sent) {
        unanswered.put(queue, sent);
    }

    /** The queue has taken its messages or is gone. What it was sent; empty when nothing was waited for. */
    List<Message> answeredBy(ActorRef<QueueProtocol.Command> queue) {
        List<Message> sent = unanswered.remove(queue);
        return sent == null ? List.of() : sent;
    }

    /** It has been routed, and every queue it goes to has been told. */
    void markDispatched() {
        dispatched = true;
    }

    /** True when it went to its queues, none of which owes an answer. */
    boolean isTaken() {
        return dispatched && unanswered.isEmpty();
    }
}
