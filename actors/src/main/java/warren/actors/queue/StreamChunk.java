package warren.actors.queue;

import java.util.List;
import org.jspecify.annotations.Nullable;
import warren.persistence.event.StoredMessage;

/** Neighbouring messages of a stream, which are read from the journal together. The last one grows. */
final class StreamChunk {
    final long first;
    /** When its first message came. */
    final long firstMillis;
    /** Its segment begins with it. */
    final boolean beginsSegment;

    long last;
    long bodyBytes;
    int count;
    /** Its messages, if they are in memory ... */
    @Nullable
    List<StoredMessage> content;
    /** ... and what they weigh there. */
    long weight;
    /** The journal has been asked for them. */
    boolean isComing;

    StreamChunk(long first, long firstMillis, boolean beginsSegment) {
        this.first = first;
        this.last = first - 1;
        this.firstMillis = firstMillis;
        this.beginsSegment = beginsSegment;
    }

    boolean isFull() {
        return count >= Page.MESSAGES_MAX || bodyBytes >= Page.WEIGHT_MAX;
    }
}
