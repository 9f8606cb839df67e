package warren.actors.queue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import warren.routing.Deaths.Reason;
import warren.routing.message.FieldTable;
import warren.routing.message.Message;

/**
 * The messages that died in a queue and are on their way to its dead-letter exchange. One batch is under way at a time; what dies
 * meanwhile is the next. The queue is done with a message only when those that it goes to have taken it.
 */
public final class DeadLetters {
    /** Messages in one batch, at most. */
    static final int BATCH_MESSAGES_MAX = 2_000;

    /** Bodies in one batch, at most, but always one message. */
    static final long BATCH_BYTES_MAX = 4 << 20;

    /** What the publisher of a queue's dead letters can be told; it lives with the exchanges, so this cannot be sealed. */
    public interface Command {}

    /** Publish these in this order. Answered by {@link QueueProtocol.Buried} with the same number; only one batch at a time. */
    public record Bury(long batchId, List<Dead> dead, Address to, ActorRef<QueueProtocol.Command> queue)
            implements Command {}

    /** A dead message. */
    public record Dead(Message message, Reason reason) {}

    /** Where a queue's dead letters go; without a routing key each keeps its own. */
    public record Address(String exchange, Optional<String> routingKey) {
        /** The address in the arguments of a queue, if they hold one. */
        public static Optional<Address> of(FieldTable arguments) {
            return arguments
                    .text("x-dead-letter-exchange")
                    .map(exchange -> new Address(exchange, arguments.text("x-dead-letter-routing-key")));
        }
    }

    private record Waiting(QueuedMessage message, Reason reason, Address to) {}

    private @Nullable Address address;
    private @Nullable ActorRef<Command> publisher;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>(0);
    private long waitingBytes;
    private List<QueuedMessage> underWay = List.of();
    private long lastBatchId;

    /** Without an address in these rules every message that dies from now on is lost. */
    void follow(QueueRules rules) {
        address = Address.of(rules.arguments()).orElse(null);
        publisher = rules.deadLetters().orElse(publisher);
    }

    /** Takes a dead message; false when this queue has no use for it any more. */
    boolean add(QueuedMessage message, Reason reason) {
        if (address == null || publisher == null) {
            return false;
        }
        waiting.addLast(new Waiting(message, reason, address));
        waitingBytes += message.bodyBytes;
        return true;
    }

    /** Sends the next batch if there is one and none is under way. */
    void send(ActorRef<QueueProtocol.Command> self) {
        if (waiting.isEmpty() || !underWay.isEmpty() || publisher == null) {
            return;
        }
        Address to = waiting.getFirst().to;
        var batch = new ArrayList<QueuedMessage>();
        var dead = new ArrayList<Dead>();
        long bytes = 0;
        while (!waiting.isEmpty()
                && waiting.getFirst().to.equals(to)
                && waiting.getFirst().message.hasContent()
                && dead.size() < BATCH_MESSAGES_MAX
                && bytes < BATCH_BYTES_MAX) {
            Waiting next = waiting.removeFirst();
            batch.add(next.message);
            dead.add(new Dead(next.message.message, next.reason));
            bytes += next.message.bodyBytes;
        }
        waitingBytes -= bytes;
        if (batch.isEmpty()) {
            return;
        }
        underWay = batch;
        publisher.tell(new Bury(++lastBatchId, List.copyOf(dead), to, self));
    }

    /** Those that wait and those under way. */
    int count() {
        return waiting.size() + underWay.size();
    }

    /** True when more wait than two batches hold. */
    boolean isBehind() {
        return waiting.size() > 2 * BATCH_MESSAGES_MAX || waitingBytes > 2 * BATCH_BYTES_MAX;
    }

    /** The next ones to send, where their content has to come from the journal first: the caller fetches it. */
    List<QueuedMessage> takeWithoutContent() {
        if (waiting.isEmpty() || waiting.getFirst().message.hasContent()) {
            return List.of();
        }
        var wanted = new ArrayList<QueuedMessage>();
        long bytes = 0;
        int near = 0;
        for (Waiting next : waiting) {
            if (near++ >= BATCH_MESSAGES_MAX || bytes >= BATCH_BYTES_MAX) {
                break;
            }
            bytes += next.message.bodyBytes;
            if (next.message.takeWanted()) {
                wanted.add(next.message);
            }
        }
        return wanted;
    }

    /** The messages of a batch that has arrived: the queue is done with them. */
    List<QueuedMessage> taken(long batchId) {
        if (batchId != lastBatchId) {
            return List.of();
        }
        List<QueuedMessage> taken = underWay;
        underWay = List.of();
        return taken;
    }
}
