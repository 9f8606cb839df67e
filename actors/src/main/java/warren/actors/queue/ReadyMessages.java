package warren.actors.queue;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import warren.persistence.event.OffsetRanges;
import warren.routing.message.FieldTable;

/** The messages that wait, in the order in which they are handed out. Some of them may be on disk alone, in {@link Page pages}. */
interface ReadyMessages {
    /** Those of a queue with so many priorities above 0, or of a store of delayed messages. */
    static ReadyMessages of(int priorities, boolean isDelayed) {
        if (isDelayed) {
            return ReadyInOrder.ofDelayed();
        }
        return priorities > 0 ? new ReadyByPriority(priorities) : new ReadyInOrder();
    }

    /** The highest that these arguments of a queue allow; 0 when it has no priorities. */
    static int priorities(FieldTable arguments) {
        return Math.toIntExact(arguments.number("x-max-priority").orElse(0));
    }

    /** The highest priority; 0 when there are none. */
    int priorities();

    int size();

    boolean isEmpty();

    /** True when the next message is in memory. */
    boolean hasNext();

    /** Bytes of the bodies. */
    long bodyBytes();

    /** No message expires before; {@link warren.persistence.event.StoredMessage#NEVER} when none does. */
    long earliestExpiryMillis();

    /** A new message; its offset is above all others. */
    void add(QueuedMessage message);

    /** A page on disk; its offsets are above all others of its level. */
    void add(Page page);

    /** A message that was handed out and comes back. */
    void putBack(QueuedMessage message);

    /** Messages that came back and are the next ones, whose content has to come back too: the caller fetches it. */
    List<QueuedMessage> takeWithoutContent();

    /** The next one to hand out; null when there is none, or it is not in memory. */
    @Nullable
    QueuedMessage poll();

    /** The next one to hand out of those with lower offsets; null when there is none, or it is not in memory. */
    @Nullable
    QueuedMessage pollBelow(long offset);

    /** True when some wait with lower offsets, in memory or not. */
    boolean hasBelow(long offset);

    /** From now on its messages do no more than {@link #moveFirst}. */
    void beginMoves();

    /** Gives the one that came first to others. Returns false when there is none, or it is not in memory. */
    boolean moveFirst(ReadyMessages to);

    /** The pages to bring back for the next moves. */
    List<Page> takeWantedToMove();

    /** Takes out the next one in memory that is dead by now, wherever it stands. */
    @Nullable
    QueuedMessage pollExpired(long nowMillis);

    /** Takes out this one, which is in memory. */
    void take(QueuedMessage message);

    /** The pages whose scratch page nobody needs any more, each once. */
    List<Page> takeDone();

    /** The pages to bring back now: see that they {@link #arrived}. */
    List<Page> takeWanted(long nowMillis);

    /** All of a page is in memory again: these messages. */
    List<QueuedMessage> arrived(Page page);

    /** A page that memory can do without; null when there is none now. It {@link #left} or {@link #stays}. */
    @Nullable
    Page pollLeaving();

    void left(Page page);

    void stays(Page page);

    /** Whoever looks in. */
    interface Onlooker {
        /** A message in memory, though perhaps without its content. Returns false when that is enough. */
        boolean sees(QueuedMessage message);

        /** A page that is not in memory. Returns false when that is enough. */
        boolean seesAway(Page page);
    }

    /** Shows what waits behind a place, in order. Returns false when the onlooker has had enough. */
    boolean look(Inspection.Place after, Onlooker onlooker);

    /** Shows those with these offsets, and the pages on disk that may hold some. */
    void find(OffsetRanges offsets, Onlooker finder);

    /** One message of a page on disk has left the queue. */
    void removeAway(Page page, QueuedMessage message);

    /** Takes all out: {@code here} gets each message in memory, {@code away} each page that is not. */
    void clear(Consumer<QueuedMessage> here, Consumer<Page> away);
}
