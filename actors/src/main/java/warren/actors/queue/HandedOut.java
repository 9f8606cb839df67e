package warren.actors.queue;

/**
 * How far a queue has handed out its messages. What comes again although it stands below the mark is marked as redelivered, after a
 * restart too: the journal knows the mark, though it hears of it late, and consumers who outlived a failed actor bring theirs.
 */
final class HandedOut {
    private long below;
    /** The mark of the queue's former lives. */
    private long belowBefore;
    /** Messages from here on have come in this life. */
    private long start;

    /** {@code mark}: what the journal knows; offsets below {@code nextOffset} are of former lives. */
    void startAt(long mark, long nextOffset) {
        below = mark;
        belowBefore = mark;
        start = nextOffset;
    }

    /** A client has this message. Those that no journal holds do not come again. */
    void add(QueuedMessage message) {
        if (message.persistent) {
            below = Math.max(below, message.offset + 1);
        }
    }

    /** Somebody got messages up to this offset in a former life, or none at all: -1. */
    void addBefore(long offset) {
        belowBefore = Math.max(belowBefore, Math.min(offset + 1, start));
        below = Math.max(below, belowBefore);
    }

    /** Marks a message that may have been handed out in a former life. */
    void mark(QueuedMessage message) {
        message.redelivered |= message.offset < belowBefore;
    }

    /** Messages below this offset may have been handed out, in this life or before. */
    long below() {
        return below;
    }

    /** The same, but for this life. */
    long belowBefore() {
        return belowBefore;
    }
}
