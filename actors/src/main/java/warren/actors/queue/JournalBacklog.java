package warren.actors.queue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import warren.persistence.event.OffsetRanges;
import warren.persistence.event.QueueChanged;
import warren.persistence.event.StoredMessage;

/**
 * What the journal has yet to hear of a durable queue. One write is under way at a time; what comes meanwhile is the next batch. A
 * message that is settled before its write starts is never written.
 */
final class JournalBacklog {
    /** Bodies in one event, at most, but always one message. */
    static final long EVENT_BYTES_MAX = 512 << 10;

    /** Messages in one event, at most. */
    static final int EVENT_MESSAGES_MAX = 4_000;

    private final ArrayDeque<QueuedMessage> waiting = new ArrayDeque<>();
    /** Messages below this offset have been handed out ... */
    private long handedOut;
    /** ... and for the messages below this one the journal knows, or is being told. */
    private long handedOutKnown;

    private OffsetRanges.Builder settled = new OffsetRanges.Builder();
    private List<QueuedMessage> writing = List.of();
    private @Nullable QueueChanged underWay;

    /** A persistent message that came with a publish. */
    void enqueue(QueuedMessage message, PublishTicket ticket) {
        message.storage = QueuedMessage.Storage.WAITING;
        message.ticket = ticket;
        ticket.unsafe++;
        waiting.addLast(message);
    }

    /** The message is done with. {@code safe} hears a publish that no longer waits for anything. */
    void settle(QueuedMessage message, Consumer<PublishTicket> safe) {
        switch (message.storage) {
            case WAITING -> {
                message.storage = QueuedMessage.Storage.TRANSIENT;
                release(message, safe);
            }
            case WRITING -> message.settledWhileWriting = true;
            case STORED -> settled.add(message.offset);
            case TRANSIENT -> {}
        }
    }

    /** Messages that the journal holds are done with, and perhaps others, of which it knows nothing. */
    void settle(OffsetRanges stored) {
        settled.addAll(stored);
    }

    /** Messages below this offset have been handed out. */
    void handedOut(long offset) {
        handedOut = offset;
    }

    /** True when messages have been handed out for the first time and the journal is not told of it yet. */
    boolean hasHandedOut() {
        return handedOut > handedOutKnown;
    }

    /** The write that is under way. */
    QueueChanged underWay() {
        if (underWay == null) {
            throw new IllegalStateException("no write under way");
        }
        return underWay;
    }

    /** True when a journal that would number the next message so already holds the write that is under way. */
    boolean reachedBy(long nextOffset) {
        return !writing.isEmpty() && writing.get(writing.size() - 1).offset < nextOffset;
    }

    /** True when there is something to write that is not merely what was handed out, and no write under way. */
    boolean canWrite() {
        while (!waiting.isEmpty() && waiting.getFirst().storage != QueuedMessage.Storage.WAITING) {
            waiting.removeFirst();
        }
        return isIdle() && (!waiting.isEmpty() || !settled.isEmpty());
    }

    /** True when no write is under way. */
    boolean isIdle() {
        return underWay == null;
    }

    /** Starts a write. */
    QueueChanged startWrite() {
        var batch = new ArrayList<QueuedMessage>(Math.min(waiting.size(), EVENT_MESSAGES_MAX));
        var stored = new ArrayList<StoredMessage>(batch.size());
        long bytes = 0;
        while (!waiting.isEmpty() && bytes < EVENT_BYTES_MAX && batch.size() < EVENT_MESSAGES_MAX) {
            QueuedMessage next = waiting.removeFirst();
            if (next.storage == QueuedMessage.Storage.WAITING) {
                next.storage = QueuedMessage.Storage.WRITING;
                bytes += next.message.body().length;
                batch.add(next);
                stored.add(new StoredMessage(next.offset, next.message, next.expiresAtMillis));
            }
        }
        writing = batch;
        OffsetRanges done = settled.build();
        settled = new OffsetRanges.Builder();
        underWay = new QueueChanged(stored, done, handedOut);
        handedOutKnown = handedOut;
        return underWay;
    }

    /** The write is on disk. */
    void written(Consumer<PublishTicket> safe) {
        underWay = null;
        for (QueuedMessage message : writing) {
            message.storage = QueuedMessage.Storage.STORED;
            release(message, safe);
            if (message.settledWhileWriting) {
                settled.add(message.offset);
            }
        }
        writing = List.of();
    }

    private static void release(QueuedMessage message, Consumer<PublishTicket> safe) {
        PublishTicket ticket = message.ticket;
        if (ticket != null) {
            message.ticket = null;
            if (--ticket.unsafe == 0) {
                safe.accept(ticket);
            }
        }
    }
}
