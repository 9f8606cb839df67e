package warren.persistence.event;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;

/*
 * The slots of events stand in one array, by ascending sequence number and, as offsets only grow, by ascending offset too. A slot in
 * which nothing waits is dropped at once at the front (the plain case, consumption in order); further behind it stays until dead slots
 * are the majority, and then all of them go in one pass. So settling costs O(1) amortized at the front and O(log n) elsewhere.
 */
/**
 * What the events of one durable queue add up to: which messages wait, and where in the journal each stands. No bodies, no actors; an
 * event in which all or the last messages wait costs one small object, however many messages it holds.
 */
public final class QueueImage {
    private final SlotList slots = new SlotList();
    private long nextOffset;
    private long lastSequenceNr;
    private long count;
    private long handedOut;
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
        } else {
            enqueue(sequenceNr, event.enqueued());
        }
        OffsetRanges settled = event.settled();
        for (int range = 0; range < settled.rangeCount(); range++) {
            settle(settled.first(range), settled.last(range));
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

    /** How many messages wait. */
    public long count() {
        return count;
    }

    /** How many events hold waiting messages. */
    public int events() {
        return slots.living();
    }

    /** What waits, by ascending offset. The image must not change meanwhile. */
    public Iterable<Waiting> waiting() {
        return () -> new Walk(0);
    }

    /** The first so many waiting messages from an offset on, by ascending offset. */
    public List<Waiting> waitingFrom(long offset, int max) {
        var found = new ArrayList<Waiting>();
        var walk = new Walk(offset);
        while (found.size() < max && walk.hasNext()) {
            found.add(walk.next());
        }
        return found;
    }

    /** What waits from one offset to another, both included, event by event in order. Copies: they stay as they are. */
    public List<Batch> batches(long first, long last) {
        var batches = new ArrayList<Batch>();
        for (int at = slots.reaching(first); at < slots.size() && slots.get(at).first <= last; at++) {
            EventSlot slot = slots.get(at);
            if (slot.waiting > 0) {
                batches.add(new Batch(slot.sequenceNr, slot.waitingOffsets()));
            }
        }
        return batches;
    }

    /** All that waits as stretches of neighbours, by ascending offset: whole events up to so many messages and bytes, at least one. */
    public List<Stretch> stretches(int messagesMax, long bytesMax) {
        var stretches = new ArrayList<Stretch>();
        Stretch open = null;
        for (int at = 0; at < slots.size(); at++) {
            EventSlot slot = slots.get(at);
            if (slot.waiting == 0) {
                continue;
            }
            Stretch next = Stretch.of(slot);
            if (open != null && open.count + next.count <= messagesMax && open.bodyBytes + next.bodyBytes <= bytesMax) {
                open = open.followedBy(next);
            } else {
                if (open != null) {
                    stretches.add(open);
                }
                open = next;
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
        add(new EventSlot(sequenceNr, offsets.build(), bodyBytes, earliestExpiryMillis));
    }

    private void settle(long first, long last) {
        for (int at = slots.reaching(first); at < slots.size() && slots.get(at).first <= last; at++) {
            EventSlot slot = slots.get(at);
            int done = slot.settle(first, last);
            count -= done;
            if (done > 0 && slot.waiting == 0) {
                dead.add(slot.sequenceNr);
                slots.died();
            }
        }
        slots.tidy();
    }

    // For the codec.

    void add(EventSlot slot) {
        slots.add(slot);
        count += slot.waiting;
        nextOffset = slot.last() + 1;
    }

    void forEachSlot(Consumer<EventSlot> visitor) {
        for (int at = 0; at < slots.size(); at++) {
            if (slots.get(at).waiting > 0) {
                visitor.accept(slots.get(at));
            }
        }
    }

    OffsetRanges dead() {
        return dead.build();
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
     * @param isExact whether the bytes and the expiry are those of what waits; otherwise settled messages are counted in
     * @param earliestExpiryMillis no message expires before
     */
    public record Stretch(
            long first, long last, int count, long bodyBytes, long earliestExpiryMillis, boolean isExact) {
        static Stretch of(EventSlot slot) {
            OffsetRanges waiting = slot.waitingOffsets();
            return new Stretch(
                    waiting.first(0),
                    waiting.last(waiting.rangeCount() - 1),
                    slot.waiting,
                    slot.bodyBytes,
                    slot.earliestExpiryMillis,
                    slot.waiting == slot.messages);
        }

        Stretch followedBy(Stretch next) {
            return new Stretch(
                    first,
                    next.last,
                    count + next.count,
                    bodyBytes + next.bodyBytes,
                    Math.min(earliestExpiryMillis, next.earliestExpiryMillis),
                    isExact && next.isExact);
        }
    }

    private final class Walk implements Iterator<Waiting> {
        private int at;
        private int index;

        Walk(long fromOffset) {
            at = slots.reaching(fromOffset);
            index = at < slots.size() ? slots.get(at).rank(fromOffset) : 0;
            settleOnNext();
        }

        @Override
        public boolean hasNext() {
            return at < slots.size();
        }

        @Override
        public Waiting next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            EventSlot slot = slots.get(at);
            var found = new Waiting(slot.sequenceNr, index, slot.offset(index));
            index++;
            settleOnNext();
            return found;
        }

        private void settleOnNext() {
            while (at < slots.size()) {
                index = slots.get(at).nextWaiting(index);
                if (index < slots.get(at).messages) {
                    return;
                }
                at++;
                index = 0;
            }
        }
    }
}
