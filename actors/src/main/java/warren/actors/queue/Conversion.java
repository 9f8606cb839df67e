package warren.actors.queue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.StashBuffer;
import warren.actors.queue.QueueProtocol.Command;
import warren.actors.queue.QueueProtocol.MakeDurable;

/**
 * The phase in which a queue that lived in memory becomes durable. What clients hold is written, and all that waits goes once from the
 * front to the end and is written on its way, a portion at a time. So the journal gets ascending offsets, pages come and go as always,
 * and the order stays. Answered when all of it is on disk.
 */
final class Conversion extends Phase {
    private static final int PORTION_MESSAGES_MAX = 4_000;
    private static final long PORTION_BYTES_MAX = 4 << 20;

    private final PublishTicket ticket;
    /** What has a lower offset is not in the journal yet. */
    private final long boundary;

    private Conversion(
            ActorContext<Command> context,
            StashBuffer<Command> stash,
            Parts parts,
            MakeDurable command,
            Supplier<Behavior<Command>> resume) {
        super(context, stash, parts, resume);
        this.boundary = parts.state().nextOffset();
        this.ticket = new PublishTicket(0, command.replyTo());
        // until the last portion is on its way
        ticket.unsafe = 1;
        LogChild log = LogChild.of(context, command.persistenceId());
        parts.journal().attach(log);
        parts.paging().attach(log);
        for (QueuedMessage message : notReady()) {
            parts.journal().enqueue(message, ticket);
            OptionalLong due = message.held ? OptionalLong.empty() : OptionalLong.of(message.retryAtMillis);
            parts.journal().cameBack(message, parts.state().returns.of(message), due);
        }
    }

    /** {@code resume}: the queue as it goes on. */
    static Behavior<Command> begin(
            ActorContext<Command> context, Parts parts, MakeDurable command, Supplier<Behavior<Command>> resume) {
        return begin(stash -> new Conversion(context, stash, parts, command, resume));
    }

    @Override
    boolean goOn() {
        parts.departures().expire();
        if (parts.journal().isDone()) {
            writePortion();
        }
        parts.paging().turn(parts.departures().isBehind());
        parts.departures().send(context.getSelf());
        parts.journal().handedOut(parts.state().handedOut.below());
        parts.journal().write();
        if (parts.state().ready.hasBelow(boundary) || !parts.journal().isDone()) {
            return false;
        }
        ticket.unsafe--;
        ticket.confirm(context.getSelf());
        return true;
    }

    /** What clients hold and what waits after it came back, by offset. */
    private List<QueuedMessage> notReady() {
        var all = new ArrayList<>(parts.state().retries.all());
        parts.state().links.all().forEach(link -> link.unacknowledged.forEach(all::add));
        all.sort(Comparator.comparingLong(message -> message.offset));
        return all;
    }

    private void writePortion() {
        long bytes = 0;
        for (int i = 0; i < PORTION_MESSAGES_MAX && bytes < PORTION_BYTES_MAX; i++) {
            QueuedMessage first = parts.state().ready.pollBelow(boundary);
            if (first == null) {
                return;
            }
            int count = parts.state().returns.of(first);
            QueuedMessage last = parts.state().moveToEnd(first);
            parts.journal().enqueue(last, ticket);
            parts.journal().cameBack(last, count, OptionalLong.empty());
            bytes += last.bodyBytes;
        }
    }
}
