package warren.actors.queue;

import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import warren.persistence.event.OffsetRanges;
import warren.persistence.event.StoredMessage;

/** A running queue's dealings with its log; a queue that is not durable has none, and keeps nothing. */
final class QueueJournal {
    private final @Nullable ActorRef<QueueLog.Command> log;
    private final Consumer<PublishTicket> safe;
    /** What was handed out is recorded so late at most: until then a crash forgets that it was. */
    private static final long MARK_DELAY_MILLIS = 200;

    private final JournalBacklog backlog = new JournalBacklog();

    private long markDueMillis = StoredMessage.NEVER;

    /** {@code safe} hears each publish that no longer waits for the disk. */
    QueueJournal(@Nullable ActorRef<QueueLog.Command> log, Consumer<PublishTicket> safe) {
        this.log = log;
        this.safe = safe;
    }

    /** A message that was published. Its ticket waits for the disk if it has to be there. */
    void enqueue(QueuedMessage message, PublishTicket ticket) {
        if (log != null && message.persistent) {
            backlog.enqueue(message, ticket);
        }
    }

    /** The message is done with. */
    void settle(QueuedMessage message) {
        backlog.settle(message, safe);
    }

    /** All that the journal holds of these is done with. */
    void settle(OffsetRanges offsets) {
        if (log != null) {
            backlog.settle(offsets);
        }
    }

    void onReply(QueueLog.Reply reply) {
        if (reply instanceof QueueLog.Written) {
            backlog.written(safe);
        } else if (reply instanceof QueueLog.Recovered recovered && log != null) {
            // the write failed and the log started anew: what it then holds is the truth
            if (backlog.reachedBy(recovered.nextOffset())) {
                backlog.written(safe);
            } else {
                log.tell(new QueueLog.Write(backlog.underWay()));
            }
        } else if (reply instanceof QueueLog.Damaged damaged) {
            throw damaged.damage();
        }
    }

    /** Messages below this offset have been handed out. That alone is worth a write only after a while: most are soon settled. */
    void handedOut(long offset) {
        if (log == null) {
            return;
        }
        backlog.handedOut(offset);
        if (!backlog.hasHandedOut()) {
            markDueMillis = StoredMessage.NEVER;
        } else if (markDueMillis == StoredMessage.NEVER) {
            markDueMillis = System.currentTimeMillis() + MARK_DELAY_MILLIS;
        }
    }

    /** When {@link #write} wants to be called at the latest; {@link StoredMessage#NEVER} when it need not be. */
    long dueMillis() {
        return backlog.isIdle() ? markDueMillis : StoredMessage.NEVER;
    }

    /** Starts the next write if there is something to write and none is under way. */
    void write() {
        if (log == null) {
            return;
        }
        boolean isMarkDue = backlog.isIdle() && backlog.hasHandedOut() && markDueMillis <= System.currentTimeMillis();
        if (isMarkDue || backlog.canWrite()) {
            markDueMillis = StoredMessage.NEVER;
            log.tell(new QueueLog.Write(backlog.startWrite()));
        }
    }
}
