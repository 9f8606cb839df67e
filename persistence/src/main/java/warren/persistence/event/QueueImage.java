package warren.persistence.event;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/*
 * Events stand in blocks of bytes, by ascending sequence number and, as offsets only grow, by ascending offset too; what is settled is
 * marked, and a block of which most is settled is written anew. So settling costs O(log n) to find the block and a walk through its
 * events, and the memory follows what waits, whatever the order of consumption.
 */
/**
 * What the events of one durable queue add up to: which messages wait, and where in the journal each stands. No bodies, no actors. An
 * event of one message costs two or three bytes, one of many neighbours hardly more.
 */
public final class QueueImage {
    private final BlockList blocks = new BlockList();
    private long nextOffset;
    private long lastSequenceNr;
    private long count;
    private long handedOut;
    private int events;
    private int deadEvents;
    private final TreeMap<Long, Integer> returns = new TreeMap<>();
    private final TreeMap<Long, Long> retries = new TreeMap<>();
    /** Events in which nothing waits and that nobody has taken yet to release them. */
    private OffsetRanges.Builder dead = new OffsetRanges.Builder();

    /** A queue that never had a message. */
    public QueueImage() {}

    /** Takes in the next event. Settling an offset that does not wait changes nothing. */
    public QueueImage apply(long sequenceNr, QueueChanged event) {
        if (sequenceNr <= lastSequenceNr) {
            throw new IllegalStateException("event " + sequenceNr + " after " + lastSequenceNr);
        }
        lastSequenceNr = sequenceNr;
        handedOut = Math.max(handedOut, event.handedOut());
        if (event.enqueued().isEmpty()) {
            dead.add(sequenceNr);
            deadEvents++;
        } else {
            enqueue(sequenceNr, event.enqueued());
        }
        returns.putAll(event.returns());
        retries.putAll(event.retries());
        OffsetRanges settled = event.settled();
        for (int range = 0; range < settled.rangeCount(); range++) {
            count -= blocks.settle(settled.first(range), settled.last(range), this::died);
            if (!returns.isEmpty()) {
                returns.subMap(settled.first(range), true, settled.last(range), true)
                        .clear();
                retries.subMap(settled.first(range), true, settled.last(range), true)
                        .clear();
            }
        }
        return this;
    }

    /** Above every offset that was ever enqueued. */
    public long nextOffset() {
        return nextOffset;
    }

    /** The last event taken in; 0 before the first. */
    public long lastSequenceNr() {
        return lastSequenceNr;
    }

    /** What waits below this offset has been handed out before. */
    public long handedOut() {
        return handedOut;
    }

    /** How often messages that wait have come back from consumers, by offset, for those that have. A copy. */
    public SortedMap<Long, Integer> returns() {
        return new TreeMap<>(returns);
    }

    /** When messages that came back may be handed out again, by offset; some of these times are over. A copy. */
    public SortedMap<Long, Long> retries() {
        return new TreeMap<>(retries);
    }

    /** How many messages wait. */
    public long count() {
        return count;
    }

    /** How many events hold waiting messages. */
    public int events() {
        return events;
    }

    /** How many events {@link #takeDead} could give, roughly: those that came after it and died. */
    public int deadEvents() {
        return deadEvents;
    }

    /** What waits from one offset to another, both included, event by event in order. Copies: they stay as they are. */
    public List<Batch> batches(long first, long last) {
        var batches = new ArrayList<Batch>();
        for (int at = blocks.reaching(first);
                at < blocks.size() && blocks.get(at).first() <= last;
                at++) {
            var walk = new EventWalk(blocks.get(at));
            while (walk.next() && walk.first <= last) {
                if (walk.last >= first && !walk.isDead()) {
                    batches.add(new Batch(walk.sequenceNr, walk.waiting()));
                }
            }
        }
        return batches;
    }

    /** All that waits as stretches of neighbours, by ascending offset: whole events up to so many messages and bytes, at least one. */
    public List<Stretch> stretches(int messagesMax, long bytesMax) {
        var stretches = new ArrayList<Stretch>();
        Stretch open = null;
        for (int at = 0; at < blocks.size(); at++) {
            var walk = new EventWalk(blocks.get(at));
            while (walk.next()) {
                if (walk.isDead()) {
                    continue;
                }
                Stretch next = Stretch.of(walk);
                if (open != null
                        && open.count + next.count <= messagesMax
                        && open.bodyBytes + next.bodyBytes <= bytesMax) {
                    open = open.followedBy(next);
                } else {
                    if (open != null) {
                        stretches.add(open);
                    }
                    open = next;
                }
            }
        }
        if (open != null) {
            stretches.add(open);
        }
        return stretches;
    }

    /**
     * Takes the events up to a snapshot's sequence number in which nothing waits any more: with that snapshot durable they may be
     * released. Those of later events are kept, as they are needed for recovery, and are answered another time.
     */
    public long[] takeDead(long snapshotSequenceNr) {
        OffsetRanges all = dead.build();
        dead = new OffsetRanges.Builder();
        long[] taken = new long[(int) all.rank(snapshotSequenceNr + 1)];
        var walk = all.iterator();
        for (int i = 0; i < taken.length; i++) {
            taken[i] = walk.nextLong();
        }
        deadEvents = 0;
        walk.forEachRemaining((long sequenceNr) -> dead.add(sequenceNr));
        return taken;
    }

    /**
     * An immutable copy of this moment. An image goes on changing in its actor while the snapshot store writes in a thread of its own,
     * so only this may be given to the store: an actor with an image as its state needs a {@code SnapshotAdapter}.
     */
    public QueueImageSnapshot snapshot() {
        return QueueImageCodec.write(this);
    }

    /** The image that a snapshot was taken of. */
    public static QueueImage restore(QueueImageSnapshot snapshot) {
        return QueueImageCodec.read(snapshot);
    }

    private void enqueue(long sequenceNr, List<StoredMessage> messages) {
        long first = messages.get(0).offset();
        if (first < nextOffset) {
            throw new IllegalStateException("event " + sequenceNr + " brings offset " + first + " below " + nextOffset);
        }
        var offsets = new OffsetRanges.Builder();
        long bodyBytes = 0;
        long earliestExpiryMillis = StoredMessage.NEVER;
        for (StoredMessage message : messages) {
            offsets.add(message.offset());
            bodyBytes += message.message().body().length;
            earliestExpiryMillis = Math.min(earliestExpiryMillis, message.expiresAtMillis());
        }
        blocks.add(sequenceNr, offsets.build(), bodyBytes, earliestExpiryMillis);
        events++;
        count += messages.size();
        nextOffset = messages.get(messages.size() - 1).offset() + 1;
    }

    private void died(long sequenceNr) {
        events--;
        deadEvents++;
        dead.add(sequenceNr);
    }

    // For the codec.

    BlockList blocks() {
        return blocks;
    }

    /** A block of a snapshot, behind all others. */
    void restore(EventBlock block) {
        blocks.add(block);
        events += block.events();
        count += block.waiting();
    }

    OffsetRanges dead() {
        return dead.build();
    }

    void restore(SortedMap<Long, Integer> restoredReturns, SortedMap<Long, Long> restoredRetries) {
        returns.putAll(restoredReturns);
        retries.putAll(restoredRetries);
    }

    void restoreTail(
            long restoredNextOffset, long restoredHandedOut, long restoredSequenceNr, OffsetRanges restoredDead) {
        handedOut = restoredHandedOut;
        nextOffset = restoredNextOffset;
        lastSequenceNr = restoredSequenceNr;
        dead.addAll(restoredDead);
    }

    /**
     * An event in which messages wait.
     *
     * @param waiting their offsets
     */
    public record Batch(long sequenceNr, OffsetRanges waiting) {
        /** True for a message that waits. */
        public boolean waits(long offset) {
            return waiting.contains(offset);
        }
    }

    /**
     * Neighbouring messages that wait.
     *
     * @param first the lowest offset
     * @param last the highest offset; not all between need wait
     * @param bodyBytes those of settled messages of the same events included
     * @param earliestExpiryMillis no message expires before
     */
    public record Stretch(long first, long last, int count, long bodyBytes, long earliestExpiryMillis) {
        static Stretch of(EventWalk walk) {
            if (walk.isWhole()) {
                return new Stretch(walk.first, walk.last, walk.messages, walk.bodyBytes, walk.earliestExpiryMillis);
            }
            OffsetRanges waiting = walk.waiting();
            return new Stretch(
                    waiting.first(0),
                    waiting.last(waiting.rangeCount() - 1),
                    Math.toIntExact(waiting.size()),
                    walk.bodyBytes,
                    walk.earliestExpiryMillis);
        }

        Stretch followedBy(Stretch next) {
            return new Stretch(
                    first,
                    next.last,
                    count + next.count,
                    bodyBytes + next.bodyBytes,
                    Math.min(earliestExpiryMillis, next.earliestExpiryMillis));
        }
    }
}
