package warren.actors.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import warren.actors.SteadyClock;
import warren.actors.queue.QueueProtocol.Flushed;
import warren.persistence.event.OffsetRanges;
import warren.persistence.event.QueueChanged;
import warren.persistence.event.StoredMessage;

/** A running queue's dealings with its log; a queue that is not durable has none, and keeps nothing. */
final class QueueJournal {
    private @Nullable LogChild log;
    private final ActorRef<QueueProtocol.Command> queue;
    private final String persistenceId;
    private final Consumer<PublishTicket> safe;
    private final Consumer<QueuedMessage> stored;
    /** What was handed out and came back is recorded so late at most: until then a crash forgets that. */
    private static final long MARK_DELAY_MILLIS = 200;

    private final JournalBacklog backlog = new JournalBacklog();

    private long markDueMillis = StoredMessage.NEVER;
    /** Counts the writes; one that is tried again keeps its number. */
    private long number;
    /** The last joint write that this queue was asked to be a part of. */
    private long jointWrite;
    /** The log has what is under way. */
    private boolean isTold;
    /** Who wants to know when all is written. */
    private List<ActorRef<Flushed>> flushing = List.of();

    /** {@code stored} hears of each message that the journal holds from now on. */
    QueueJournal(
            @Nullable LogChild log,
            ActorRef<QueueProtocol.Command> queue,
            String persistenceId,
            Consumer<QueuedMessage> stored) {
        this.log = log;
        this.queue = queue;
        this.persistenceId = persistenceId;
        this.stored = stored;
        this.safe = ticket -> ticket.confirm(queue);
    }

    /** The queue becomes durable: what it is told from now on is kept. */
    void attach(LogChild made) {
        log = made;
    }

    boolean isAttached() {
        return log != null;
    }

    /** True when there is nothing to write. */
    boolean isDone() {
        return backlog.isIdle() && !backlog.canWrite();
    }

    /** What comes until {@link #endShare} belongs to one transaction and is written as one. */
    void beginShare(Optional<JointCommit> joint) {
        if (log != null) {
            backlog.beginShare(joint);
        }
    }

    void endShare() {
        backlog.endShare();
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

    /** Runs this when all that was settled before is written; see {@link JournalBacklog#fence}. */
    void fence(Runnable told) {
        backlog.fence(told);
    }

    void onReply(QueueLog.Reply reply) {
        if (reply instanceof QueueLog.Written written) {
            if (written.number() == number && !backlog.isIdle()) {
                backlog.written(safe, stored);
            }
        } else if (reply instanceof QueueLog.Recovered recovered) {
            onRecovered(recovered);
        } else if (reply instanceof QueueLog.Damaged damaged) {
            throw damaged.damage();
        }
    }

    private void onRecovered(QueueLog.Recovered recovered) {
        if (log == null) {
            return;
        }
        boolean wasNew = !log.hasRecovered();
        log.recovered(recovered);
        if (wasNew && recovered.nextOffset() > 0) {
            // a write of a former life was still under way when this one began; the next one recovers it
            throw new IllegalStateException("the journal has messages of " + persistenceId + ", which was empty");
        }
        if (backlog.reachedBy(recovered.nextOffset())) {
            backlog.written(safe, stored);
        } else if (!backlog.isIdle()) {
            // the write failed and the log started anew
            backlog.failed(safe);
            if (backlog.isIdle()) {
                write();
            } else {
                send();
            }
        }
    }

    /**
     * The shares of a transaction that other queues are a part of are written now. One that has lost its coordinator is written alone:
     * a joint write that the log has been told of may still succeed, and is tried again alone when it fails.
     */
    void writeShare(QueueProtocol.WriteShare command) {
        boolean isNext =
                backlog.joint().filter(joint -> joint.id() == command.jointId()).isPresent();
        if (command.jointWrite() == 0) {
            backlog.writeAlone(command.jointId());
        }
        if (isNext && !isTold) {
            jointWrite = command.jointWrite();
            tell(underWay().in(jointWrite));
        }
    }

    private QueueChanged underWay() {
        return Objects.requireNonNull(backlog.underWay(), "no write under way");
    }

    /** Messages below this offset have been handed out. That alone is worth a write only after a while: most are soon settled. */
    void handedOut(long offset) {
        if (log == null) {
            return;
        }
        backlog.handedOut(offset);
        if (!backlog.hasMarks() || !log.hasRecovered()) {
            // a journal that has nothing of the queue need not know which messages it will not have
            markDueMillis = StoredMessage.NEVER;
        } else if (markDueMillis == StoredMessage.NEVER) {
            markDueMillis = SteadyClock.millis() + MARK_DELAY_MILLIS;
        }
    }

    /** The message has come back from a consumer; {@code count} times by now, or 0 when nobody counts. {@code due}: when it goes out again. */
    void cameBack(QueuedMessage message, int count, OptionalLong due) {
        if (log != null && count > 0) {
            backlog.cameBack(message, count, due);
        }
    }

    /** When {@link #write} wants to be called at the latest; {@link StoredMessage#NEVER} when it need not be. */
    long dueMillis() {
        return backlog.isIdle() ? markDueMillis : StoredMessage.NEVER;
    }

    /** Answered when nothing is left to write. The next {@link #write} looks to it. */
    void flush(ActorRef<Flushed> replyTo) {
        var all = new ArrayList<>(flushing);
        all.add(replyTo);
        flushing = all;
    }

    /** Starts the next write if there is something to write and none is under way. The first starts the log and waits for it. */
    void write() {
        if (log == null) {
            answerFlushes();
            return;
        }
        boolean isMarkDue = isMarkDue();
        if (!isMarkDue && !backlog.canWrite()) {
            if (backlog.isIdle()) {
                answerFlushes();
            }
            return;
        }
        if (!log.hasRecovered()) {
            log.ref();
        } else {
            markDueMillis = StoredMessage.NEVER;
            number++;
            jointWrite = 0;
            backlog.startWrite();
            send();
        }
    }

    private boolean isMarkDue() {
        return markDueMillis != StoredMessage.NEVER
                && backlog.isIdle()
                && backlog.hasMarks()
                && (!flushing.isEmpty() || markDueMillis <= SteadyClock.millis());
    }

    private void answerFlushes() {
        if (!flushing.isEmpty()) {
            flushing.forEach(waiting -> waiting.tell(new Flushed()));
            flushing = List.of();
        }
    }

    /** Tells the log what is under way, or, when other queues have shares in it, the coordinator that it could be told. */
    private void send() {
        isTold = false;
        JointCommit joint = backlog.joint().orElse(null);
        if (joint == null) {
            tell(underWay());
        } else {
            joint.coordinator().tell(new JointCommit.Prepared(joint.id(), jointWrite, persistenceId, queue));
        }
    }

    private void tell(QueueChanged change) {
        if (log != null) {
            isTold = true;
            log.ref().tell(new QueueLog.Write(log.start(), number, change));
        }
    }
}
