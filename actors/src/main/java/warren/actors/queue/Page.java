package warren.actors.queue;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import warren.persistence.event.OffsetRanges;
import warren.persistence.event.QueueImage;
import warren.persistence.event.StoredMessage;

/**
 * Neighbouring messages of a queue that were never handed out. In memory, or on disk alone: then the persistent ones of a durable queue
 * are in its journal and the others in a scratch page. Belongs to its queue actor alone.
 */
final class Page {
    static final int MESSAGES_MAX = 1_000;
    /** Bytes of memory above which a page is full. */
    static final long WEIGHT_MAX = 256 << 10;

    enum Place {
        /** In memory. */
        HERE,
        /** In memory, until the disk has it. */
        LEAVING,
        /** On disk alone. */
        AWAY,
        /** On its way back. */
        COMING
    }

    /** Of all its messages, see {@link QueuedMessage#level}. */
    final int level;

    Place place = Place.HERE;
    /** It takes no more messages: it was full once, and may be on its way to disk. Expiry makes no new room. */
    boolean isClosed;

    long first = -1;
    long last = -1;
    int count;
    long bodyBytes;
    int persistent;
    long persistentBytes;
    long weight;
    /** No message in it expires before. */
    long earliestExpiryMillis = StoredMessage.NEVER;
    /** Whether the journal holds some of it. */
    boolean inJournal;
    /** The number of its scratch page, which holds the rest; 0 while it has none. */
    long scratchNumber;
    /** Parts of it that are yet to come, from the journal or the scratch page. */
    int partsMissing;
    /** What is read from the journal, one after the other, and how much of that was asked for. */
    OffsetRanges parts = OffsetRanges.EMPTY;

    int partsAsked;
    /** In memory those that were in it at first, the gone ones included; while it comes, what has come. */
    private List<QueuedMessage> messages = new ArrayList<>();
    /** Not all that waits between the first and the last need be in it: others have another level, or expired here. */
    private boolean hasGaps;
    /** On disk, with gaps: the offsets of those in it. */
    private @Nullable OffsetRanges within;

    /** An empty page in memory, of a queue without levels. */
    Page() {
        level = 0;
    }

    private Page(int level) {
        this.level = level;
        hasGaps = true;
    }

    /** An empty page in memory, for messages of one level. */
    static Page ofLevel(int level) {
        return new Page(level);
    }

    /** A page of a queue that starts: all is in the journal. */
    static Page stored(QueueImage.Stretch stretch) {
        var page = new Page();
        page.place = Place.AWAY;
        page.isClosed = true;
        page.inJournal = true;
        page.first = stretch.first();
        page.last = stretch.last();
        page.count = stretch.count();
        page.bodyBytes = stretch.bodyBytes();
        page.persistent = stretch.count();
        page.persistentBytes = stretch.bodyBytes();
        page.earliestExpiryMillis = stretch.earliestExpiryMillis();
        // what it will weigh; only its bytes are known
        page.weight = stretch.bodyBytes() + stretch.count() * (long) QueuedMessage.WEIGHT_OF_OBJECTS;
        return page;
    }

    boolean isInMemory() {
        return place == Place.HERE || place == Place.LEAVING;
    }

    boolean isFull() {
        return count >= MESSAGES_MAX || weight >= WEIGHT_MAX;
    }

    /** A message behind all others. */
    void add(QueuedMessage message) {
        if (messages.isEmpty()) {
            first = message.offset;
        }
        last = message.offset;
        message.page = this;
        messages.add(message);
        int bytes = message.bodyBytes;
        count++;
        bodyBytes += bytes;
        weight += message.weight();
        earliestExpiryMillis = Math.min(earliestExpiryMillis, message.expiresAtMillis);
        if (message.persistent) {
            persistent++;
            persistentBytes += bytes;
        }
    }

    /** One that is in memory expires. */
    void remove(QueuedMessage message) {
        hasGaps = true;
        message.page = null;
        int bytes = message.bodyBytes;
        count--;
        bodyBytes -= bytes;
        weight -= message.weight();
        if (message.persistent) {
            persistent--;
            persistentBytes -= bytes;
        }
        if (count * 2 < messages.size()) {
            // what is gone keeps its memory no longer
            messages.removeIf(other -> other.page != this);
        }
    }

    /** One that is on disk, or on its way from there, has left the queue. */
    void removeAway(QueuedMessage gone) {
        within = offsets().without(gone.offset);
        hasGaps = true;
        messages.removeIf(message -> message.offset == gone.offset);
        count--;
        bodyBytes -= gone.bodyBytes;
        weight = Math.max(0, weight - gone.weight());
        if (gone.persistent) {
            persistent--;
            persistentBytes -= gone.bodyBytes;
        }
    }

    /** Those that wait, while it is in memory. */
    List<QueuedMessage> messages() {
        return hasGaps
                ? messages.stream().filter(message -> message.page == this).toList()
                : messages;
    }

    /** True when no message is only half way to the journal. The last is the last to get there. */
    boolean canLeave() {
        for (int i = messages.size() - 1; i >= 0; i--) {
            QueuedMessage.Storage storage = messages.get(i).storage;
            if (storage == QueuedMessage.Storage.WAITING || storage == QueuedMessage.Storage.WRITING) {
                return false;
            }
        }
        return true;
    }

    /** Those that the journal does not hold. */
    List<StoredMessage> unstored() {
        var unstored = new ArrayList<StoredMessage>();
        for (QueuedMessage message : messages()) {
            if (message.storage == QueuedMessage.Storage.TRANSIENT) {
                unstored.add(new StoredMessage(message.offset, message.message, message.expiresAtMillis));
            }
        }
        return unstored;
    }

    /** The disk has it: memory lets it go. */
    void goAway() {
        place = Place.AWAY;
        if (hasGaps) {
            within = waitingOffsets();
            earliestExpiryMillis = StoredMessage.NEVER;
            messages()
                    .forEach(message -> earliestExpiryMillis = Math.min(earliestExpiryMillis, message.expiresAtMillis));
        } else {
            within = null;
        }
        inJournal |= messages.stream().anyMatch(message -> message.storage == QueuedMessage.Storage.STORED);
        messages().forEach(message -> {
            message.waits = false;
            message.page = null;
        });
        messages = new ArrayList<>();
    }

    /** Some of its messages come back, in order. True when that was the last part. */
    boolean come(List<StoredMessage> part, QueuedMessage.Storage storage) {
        for (StoredMessage stored : part) {
            if (holds(stored.offset())) {
                var message = new QueuedMessage(
                        stored.offset(),
                        stored.message(),
                        stored.expiresAtMillis(),
                        storage == QueuedMessage.Storage.STORED
                                || stored.message().isPersistent());
                message.storage = storage;
                message.level = level;
                message.waits = true;
                messages.add(message);
            }
        }
        partsMissing--;
        return partsMissing == 0;
    }

    /** All parts are there: it is as if it had never been away. */
    void arrive() {
        List<QueuedMessage> arrived = messages;
        arrived.sort((a, b) -> Long.compare(a.offset, b.offset));
        place = Place.HERE;
        long from = first;
        long to = last;
        messages = new ArrayList<>(arrived.size());
        count = 0;
        bodyBytes = 0;
        weight = 0;
        persistent = 0;
        persistentBytes = 0;
        earliestExpiryMillis = StoredMessage.NEVER;
        arrived.forEach(this::add);
        within = null;
        first = from;
        last = to;
    }

    private boolean holds(long offset) {
        return within == null ? offset >= first && offset <= last : within.contains(offset);
    }

    private OffsetRanges waitingOffsets() {
        var offsets = new OffsetRanges.Builder();
        messages().forEach(message -> offsets.add(message.offset));
        return offsets.build();
    }

    /** The offsets of all that may wait in it, while it is on disk. */
    OffsetRanges offsets() {
        return within == null ? OffsetRanges.range(first, last) : within;
    }

    /** The same as few ranges: those with fewer offsets between them are one. */
    OffsetRanges offsetsWithNeighbours(long gapMax) {
        return neighbours(offsets(), gapMax);
    }

    /** Offsets as few ranges: those with fewer offsets between them are one. */
    static OffsetRanges neighbours(OffsetRanges offsets, long gapMax) {
        var merged = new OffsetRanges.Builder();
        long from = offsets.first(0);
        for (int range = 1; range < offsets.rangeCount(); range++) {
            if (offsets.first(range) - offsets.last(range - 1) > gapMax) {
                merged.addRange(from, offsets.last(range - 1));
                from = offsets.first(range);
            }
        }
        return merged.addRange(from, offsets.last(offsets.rangeCount() - 1)).build();
    }
}
