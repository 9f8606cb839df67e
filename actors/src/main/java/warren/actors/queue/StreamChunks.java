package warren.actors.queue;

import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorSystem;
import org.jspecify.annotations.Nullable;
import warren.persistence.event.OffsetRanges;
import warren.persistence.event.QueueImage;
import warren.persistence.event.StoredMessage;

/**
 * What a stream holds, by chunks; the contents of a few of them, such as the last, are in memory. A stored message's time is when it came.
 */
final class StreamChunks {
    /** Contents in memory, apart from the last chunk's, while there is enough memory, and while it is short. */
    private static final long CACHE_BYTES_MAX = 8 << 20;

    private static final long CACHE_BYTES_SHORT = 1 << 20;
    /** Between two looks at what is too old. */
    private static final long PAUSE_MILLIS = 1_000;

    private final MessageMemory memory;
    /** By offset. */
    private final ArrayList<StreamChunk> chunks = new ArrayList<>();
    /** Those with contents but the last, by the time of their coming. */
    private final ArrayList<StreamChunk> cached = new ArrayList<>();

    private StreamRetention retention;
    private long nextOffset;
    /** The first message of what was written last. */
    private long lastWritten;

    private long segmentBytes;
    private long bodyBytes;
    private long count;
    private long cachedBytes;

    StreamChunks(StreamRetention retention, MessageMemory memory) {
        this.retention = retention;
        this.memory = memory;
    }

    /** Those of a stream that begins. */
    static StreamChunks of(QueueRules rules, ActorSystem<?> system) {
        return new StreamChunks(StreamRetention.of(rules.arguments()), MessageMemory.get(system));
    }

    void follow(StreamRetention changed) {
        retention = changed;
    }

    /** What the journal holds. */
    void recover(QueueImage.Stretch stretch) {
        StreamChunk chunk = begin(stretch.first(), stretch.earliestExpiryMillis());
        chunk.last = stretch.last();
        chunk.count = stretch.count();
        chunk.bodyBytes = stretch.bodyBytes();
        bodyBytes += chunk.bodyBytes;
        segmentBytes += chunk.bodyBytes;
        count += chunk.count;
        lastWritten = chunk.last;
    }

    /** The number that the next message of a stream that has recovered gets. */
    void startAt(long offset) {
        nextOffset = offset;
        lastWritten = count == 0 ? offset : lastWritten;
    }

    /** What is added now has been written together. */
    void beginWrite() {
        lastWritten = nextOffset;
    }

    /** A message has been written. */
    void add(StoredMessage message) {
        StreamChunk last = chunks.isEmpty() ? null : chunks.get(chunks.size() - 1);
        if (last == null || last.content == null || last.isFull()) {
            if (last != null && last.content != null) {
                keep(last);
            }
            last = begin(message.offset(), message.expiresAtMillis());
            last.content = new ArrayList<>();
        }
        long body = message.message().body().length;
        last.last = message.offset();
        last.count++;
        last.bodyBytes += body;
        last.content.add(message);
        take(last, weight(message));
        bodyBytes += body;
        segmentBytes += body;
        count++;
        nextOffset = message.offset() + 1;
    }

    private StreamChunk begin(long offset, long millis) {
        boolean beginsSegment = chunks.isEmpty() || segmentBytes >= retention.segmentBytesMax();
        if (beginsSegment) {
            segmentBytes = 0;
        }
        var chunk = new StreamChunk(offset, millis, beginsSegment);
        chunks.add(chunk);
        return chunk;
    }

    private void keep(StreamChunk chunk) {
        cached.add(chunk);
        cachedBytes += chunk.weight;
        long max = memory.isShort() ? CACHE_BYTES_SHORT : CACHE_BYTES_MAX;
        while (cachedBytes > max && cached.size() > 1) {
            forget(cached.remove(0));
        }
    }

    private void forget(StreamChunk chunk) {
        cachedBytes -= chunk.weight;
        take(chunk, -chunk.weight);
        chunk.content = null;
    }

    private void take(StreamChunk chunk, long bytes) {
        chunk.weight += bytes;
        memory.add(bytes);
    }

    /** The contents of a chunk have come from the journal. */
    void arrived(long first, List<StoredMessage> messages) {
        StreamChunk chunk = at(first);
        if (chunk == null || !chunk.isComing || chunk.first != first) {
            return;
        }
        chunk.isComing = false;
        chunk.content = new ArrayList<>(messages);
        take(chunk, messages.stream().mapToLong(StreamChunks::weight).sum());
        keep(chunk);
    }

    private static long weight(StoredMessage message) {
        return message.message().weight();
    }

    /** The chunk with this offset, or else the next above it; null when there is none. */
    @Nullable
    StreamChunk at(long offset) {
        int low = 0;
        int high = chunks.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (chunks.get(middle).last < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low < chunks.size() ? chunks.get(low) : null;
    }

    /** Where a consumer with this wish begins; of what came before a wanted time it has to skip the rest. */
    long resolve(StreamOffset wish) {
        if (wish instanceof StreamOffset.At at) {
            return Math.max(firstOffset(), at.offset());
        }
        if (wish instanceof StreamOffset.Since since) {
            long offset = firstOffset();
            for (StreamChunk chunk : chunks) {
                offset = chunk.firstMillis < since.millis() ? chunk.first : offset;
            }
            return offset;
        }
        if (wish instanceof StreamOffset.Last) {
            return lastWritten;
        }
        return wish instanceof StreamOffset.First ? firstOffset() : nextOffset;
    }

    long nextOffset() {
        return nextOffset;
    }

    private long firstOffset() {
        return chunks.isEmpty() ? nextOffset : chunks.get(0).first;
    }

    long count() {
        return count;
    }

    long bodyBytes() {
        return bodyBytes;
    }

    /** Takes the segments that are too old or too much out of the books: the journal need not keep these messages. */
    OffsetRanges truncate(long nowMillis) {
        if (bodyBytes <= retention.bytesMax() && nowMillis < oldMillis()) {
            return OffsetRanges.EMPTY;
        }
        int keepFrom = 0;
        long kept = bodyBytes;
        for (int next = nextSegment(0); next > 0 && isOver(next, kept, nowMillis); next = nextSegment(next)) {
            for (StreamChunk chunk : chunks.subList(keepFrom, next)) {
                kept -= chunk.bodyBytes;
            }
            keepFrom = next;
        }
        if (keepFrom == 0) {
            return OffsetRanges.EMPTY;
        }
        List<StreamChunk> gone = chunks.subList(0, keepFrom);
        OffsetRanges offsets = OffsetRanges.range(gone.get(0).first, gone.get(gone.size() - 1).last);
        bodyBytes = kept;
        for (StreamChunk chunk : gone) {
            count -= chunk.count;
            if (cached.remove(chunk)) {
                forget(chunk);
            }
        }
        gone.clear();
        return offsets;
    }

    /** The index at which the segment after this chunk's begins; 0 when this one is the last. */
    private int nextSegment(int index) {
        for (int i = index + 1; i < chunks.size(); i++) {
            if (chunks.get(i).beginsSegment) {
                return i;
            }
        }
        return 0;
    }

    /** True when the segment before this index need not be kept. */
    private boolean isOver(int index, long kept, long nowMillis) {
        // what is in it came before the first of what follows
        boolean isOld = retention.ageMillisMax() != StoredMessage.NEVER
                && chunks.get(index).firstMillis < nowMillis - retention.ageMillisMax();
        return isOld || kept > retention.bytesMax();
    }

    /** When the oldest message will be too old; {@link StoredMessage#NEVER} if it will not. */
    private long oldMillis() {
        return chunks.isEmpty() || retention.ageMillisMax() == StoredMessage.NEVER
                ? StoredMessage.NEVER
                : TimeToLive.after(chunks.get(0).firstMillis, retention.ageMillisMax());
    }

    /** When {@link #truncate} may have something to do; {@link StoredMessage#NEVER} if only more messages can give it that. */
    long dueMillis(long nowMillis) {
        long old = chunks.size() < 2 ? StoredMessage.NEVER : oldMillis();
        // the rest of its segment may be younger
        return old == StoredMessage.NEVER ? old : Math.max(old + 1, nowMillis + PAUSE_MILLIS);
    }

    /** The stream ends, and takes no memory any more. */
    void close() {
        chunks.forEach(chunk -> take(chunk, -chunk.weight));
    }
}
