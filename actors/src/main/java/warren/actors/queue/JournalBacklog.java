package warren.actors.queue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import warren.actors.queue.QueuedMessage.Storage;
import warren.persistence.event.OffsetRanges;
import warren.persistence.event.QueueChanged;
import warren.persistence.event.StoredMessage;

/**
 * What the journal has yet to hear of a durable queue. One write is under way at a time; what comes meanwhile is the next batch. A
 * message that is settled before its write starts is never written. A transaction's share is one batch, between what came before it
 * and what came after it.
 */
final class JournalBacklog {
    /** Bodies in one event, at most, but always one message or one share of a transaction. */
    static final long EVENT_BYTES_MAX = 512 << 10;

    /** Messages in one event, at most. */
    static final int EVENT_MESSAGES_MAX = 4_000;

    private final ArrayDeque<Portion> portions = new ArrayDeque<>(0);
    /** The share that is being told; null outside of a transaction. */
    private @Nullable Portion share;
    /** Messages below this offset have been handed out ... */
    private long handedOut;
    /** ... and for the messages below this one the journal knows, or is being told. */
    private long handedOutKnown;

    /** How often messages have come back, of which the journal has not been told. */
    private final TreeMap<Long, Integer> returns = new TreeMap<>();
    /** When some of them are handed out again. */
    private final TreeMap<Long, Long> retries = new TreeMap<>();

    private OffsetRanges.Builder settled = new OffsetRanges.Builder();
    private List<Runnable> fences = new ArrayList<>(0);
    private List<QueuedMessage> writing = List.of();
    private @Nullable Portion writingShare;
    private List<Runnable> writingFences = List.of();
    private boolean hasSettledWhileWriting;
    /** The disk has just refused messages. */
    private boolean settlementsFirst;

    private @Nullable QueueChanged underWay;

    /** What comes until {@link #endShare} belongs to one transaction. */
    void beginShare(Optional<JointCommit> joint) {
        share = Portion.ofTransaction(joint);
    }

    void endShare() {
        if (share != null && !share.isEmpty()) {
            portions.addLast(share);
        }
        share = null;
    }

    /** A persistent message that came with a publish. */
    void enqueue(QueuedMessage message, PublishTicket ticket) {
        message.storage = Storage.WAITING;
        message.ticket = ticket;
        ticket.unsafe++;
        openPortion().messages.addLast(message);
    }

    private Portion openPortion() {
        if (share != null) {
            return share;
        }
        Portion last = portions.peekLast();
        if (last == null || last.isShare) {
            last = Portion.ofAny();
            portions.addLast(last);
        }
        return last;
    }

    /** The message is done with. {@code safe} hears a publish that no longer waits for anything. */
    void settle(QueuedMessage message, Consumer<PublishTicket> safe) {
        if (!returns.isEmpty()) {
            returns.remove(message.offset);
            retries.remove(message.offset);
        }
        if (share != null && message.storage != Storage.TRANSIENT && !isOfShare(message, share)) {
            share.settled.add(message);
            return;
        }
        switch (message.storage) {
            case WAITING -> {
                message.storage = Storage.TRANSIENT;
                release(message, safe);
            }
            case WRITING -> {
                message.settledWhileWriting = true;
                hasSettledWhileWriting = true;
            }
            case STORED -> settled.add(message.offset);
            case TRANSIENT -> {}
        }
    }

    private static boolean isOfShare(QueuedMessage message, Portion share) {
        return !share.messages.isEmpty() && message.offset >= share.messages.getFirst().offset;
    }

    /** Messages that the journal holds are done with, and perhaps others, of which it knows nothing. */
    void settle(OffsetRanges stored) {
        settled.addAll(stored);
    }

    /** Runs this when all that was settled before is written. Unless it was settled in a transaction, a failed attempt counts too. */
    void fence(Runnable told) {
        Portion last = null;
        for (Portion portion : portions) {
            last = portion.settled.isEmpty() ? last : portion;
        }
        if (last != null) {
            last.fences.add(told);
        } else if (!settled.isEmpty() || hasSettledWhileWriting) {
            fences.add(told);
        } else if (writingShare != null) {
            writingShare.fences.add(told);
        } else if (underWay != null && !underWay.settled().isEmpty()) {
            writingFences.add(told);
        } else {
            told.run();
        }
    }

    /** Messages below this offset have been handed out. */
    void handedOut(long offset) {
        handedOut = offset;
    }

    /** The message has come back from consumers for so many times, and may have to wait until it goes out again. */
    void cameBack(QueuedMessage message, int count, OptionalLong due) {
        if (message.storage != Storage.TRANSIENT) {
            returns.put(message.offset, count);
            due.ifPresent(millis -> retries.put(message.offset, millis));
        }
    }

    /** True when messages have been handed out for the first time, or came back, and the journal is not told of it yet. */
    boolean hasMarks() {
        return handedOut > handedOutKnown || !returns.isEmpty();
    }

    /** The write that is under way; null when there is none. */
    @Nullable
    QueueChanged underWay() {
        return underWay;
    }

    /** The transaction that the write under way is a share of, when other queues have shares too. */
    Optional<JointCommit> joint() {
        return writingShare == null ? Optional.empty() : writingShare.joint;
    }

    /** The other shares of this transaction are not waited for any more. */
    void writeAlone(long jointId) {
        for (Portion portion : portions) {
            portion.joint = portion.joint.filter(joint -> joint.id() != jointId);
        }
        if (writingShare != null) {
            writingShare.joint = writingShare.joint.filter(joint -> joint.id() != jointId);
        }
    }

    /** True when a journal that would number the next message so already holds the write that is under way. */
    boolean reachedBy(long nextOffset) {
        return !writing.isEmpty() && writing.get(writing.size() - 1).offset < nextOffset;
    }

    /** True when there is something to write that is not merely what was handed out, and no write under way. */
    boolean canWrite() {
        while (!portions.isEmpty() && portions.getFirst().isEmpty()) {
            portions.removeFirst();
        }
        return isIdle() && (!portions.isEmpty() || !settled.isEmpty());
    }

    /** True when no write is under way. */
    boolean isIdle() {
        return underWay == null;
    }

    /** Starts a write. */
    QueueChanged startWrite() {
        boolean isOnlySettlements = portions.isEmpty() || (settlementsFirst && !settled.isEmpty());
        settlementsFirst = false;
        Portion portion = isOnlySettlements ? Portion.ofAny() : portions.getFirst();
        var batch = new ArrayList<QueuedMessage>(Math.min(portion.messages.size(), EVENT_MESSAGES_MAX));
        var stored = new ArrayList<StoredMessage>(batch.size());
        long bytes = 0;
        while (!portion.messages.isEmpty()
                && (portion.isShare || (bytes < EVENT_BYTES_MAX && batch.size() < EVENT_MESSAGES_MAX))) {
            QueuedMessage next = portion.messages.removeFirst();
            if (next.storage == Storage.WAITING) {
                next.storage = Storage.WRITING;
                bytes += next.message.body().length;
                batch.add(next);
                stored.add(new StoredMessage(next.offset, next.message, next.expiresAtMillis));
            }
        }
        writing = batch;
        writingFences = fences;
        fences = new ArrayList<>(0);
        if (portion.isShare) {
            portions.removeFirst();
            writingShare = portion;
            portion.settled.stream()
                    .filter(message -> message.storage == Storage.STORED)
                    .forEach(message -> settled.add(message.offset));
        }
        OffsetRanges done = settled.build();
        settled = new OffsetRanges.Builder();
        underWay = new QueueChanged(stored, done, handedOut, takeKnown(returns), takeKnown(retries), 0);
        handedOutKnown = handedOut;
        return underWay;
    }

    /** Those of messages that the journal knows after this write; the others would be of no use if they are settled before. */
    private <V> SortedMap<Long, V> takeKnown(SortedMap<Long, V> news) {
        if (news.isEmpty()) {
            return Collections.emptySortedMap();
        }
        var taken = new TreeMap<Long, V>(news.headMap(firstUnwritten()));
        news.headMap(firstUnwritten()).clear();
        return taken;
    }

    private long firstUnwritten() {
        for (Portion portion : portions) {
            if (!portion.messages.isEmpty()) {
                return portion.messages.getFirst().offset;
            }
        }
        return Long.MAX_VALUE;
    }

    /** The write is on disk; {@code stored} gets each message of it that is not done with. */
    void written(Consumer<PublishTicket> safe, Consumer<QueuedMessage> stored) {
        underWay = null;
        for (QueuedMessage message : writing) {
            message.storage = Storage.STORED;
            release(message, safe);
            if (message.settledWhileWriting) {
                settled.add(message.offset);
            } else {
                stored.accept(message);
            }
        }
        writing = List.of();
        hasSettledWhileWriting = false;
        Portion share = writingShare;
        writingShare = null;
        List<Runnable> told = writingFences;
        writingFences = List.of();
        told.forEach(Runnable::run);
        if (share != null) {
            share.fences.forEach(Runnable::run);
        }
    }

    /**
     * The disk has refused the write. A share is still to be written as it is; otherwise no write is under way, and settlements, which
     * make room, go before messages.
     */
    void failed(Consumer<PublishTicket> safe) {
        List<Runnable> told = writingFences;
        writingFences = new ArrayList<>(0);
        told.forEach(Runnable::run);
        fences.forEach(Runnable::run);
        fences.clear();
        if (underWay != null && writingShare == null) {
            giveBack(underWay, safe);
        }
    }

    private void giveBack(QueueChanged refused, Consumer<PublishTicket> safe) {
        Portion first = portions.peekFirst();
        if (first == null || first.isShare) {
            first = Portion.ofAny();
            portions.addFirst(first);
        }
        for (int i = writing.size() - 1; i >= 0; i--) {
            QueuedMessage message = writing.get(i);
            if (message.settledWhileWriting) {
                message.storage = Storage.TRANSIENT;
                release(message, safe);
            } else {
                message.storage = Storage.WAITING;
                first.messages.addFirst(message);
            }
        }
        settled.addAll(refused.settled());
        refused.returns().forEach(returns::putIfAbsent);
        refused.retries().forEach(retries::putIfAbsent);
        handedOutKnown = 0;
        settlementsFirst = true;
        writing = List.of();
        hasSettledWhileWriting = false;
        underWay = null;
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
