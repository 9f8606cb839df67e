package warren.actors.alarm;

import java.time.Duration;

/**
 * Whether the heap is too full of what lives. Garbage that waits for its collection must not count, and nobody can tell it from the
 * living but a collection of the old generation: so what was alive after the last one is the base, to which comes what is known to have
 * come or gone since, the messages. That sum is bounded from above by all that is in use, and from below by the messages alone.
 */
final class MemoryWatch {
    /** What an idle broker itself needs, as long as no collection has shown it. */
    static final long BROKER_BYTES = 8L << 20;

    private static final int CLEAR_PERCENT = 90;
    /** The heap fills no faster than this; so long no look is needed. */
    private static final long BYTES_PER_MILLI = 1_000_000;

    private static final long PAUSE_MILLIS_MIN = 10;
    private static final long PAUSE_MILLIS_MAX = 1_000;
    private static final long PAUSE_MILLIS_ALARMED = 100;
    private static final Duration COLLECT_AFTER = Duration.ofSeconds(10);
    private static final int COLLECT_LESS_OFTEN = 2;

    private long limit;
    private boolean on;
    private long aliveAtCollection;
    private long messagesAtCollection;
    private long used;
    private boolean isExplained = true;
    private Duration sinceCollection = Duration.ZERO;
    private Duration collectAfter = COLLECT_AFTER;

    /**
     * The heap at one moment.
     *
     * @param inUseBytes with garbage
     * @param aliveBytes after the last collection of the old generation; 0 before the first
     * @param messageBytes known to be alive as messages
     */
    record Heap(long inUseBytes, long aliveBytes, long messageBytes) {}

    MemoryWatch(long limitBytes) {
        limit = limitBytes;
    }

    long limitBytes() {
        return limit;
    }

    /** What lives, as it was estimated last. */
    long usedBytes() {
        return used;
    }

    /** Another limit; the next look compares with it alone. */
    void setLimit(long limitBytes) {
        limit = limitBytes;
        on = false;
    }

    /** True when too much lives. {@code passed}: since the last look. */
    boolean look(Heap heap, Duration passed) {
        sinceCollection = sinceCollection.plus(passed);
        if (heap.aliveBytes() != aliveAtCollection) {
            aliveAtCollection = heap.aliveBytes();
            messagesAtCollection = heap.messageBytes();
            sinceCollection = Duration.ZERO;
        }
        long known = BROKER_BYTES + heap.messageBytes();
        long estimated = aliveAtCollection + heap.messageBytes() - messagesAtCollection;
        used = Math.min(heap.inUseBytes(), Math.max(known, estimated));
        long bound = on ? limit / 100 * CLEAR_PERCENT : limit;
        isExplained = known > bound;
        on = used > bound;
        if (!on) {
            collectAfter = COLLECT_AFTER;
        }
        return on;
    }

    /**
     * True when the alarm rests on an old collection: publishers are held, so perhaps nothing brings a new one about, and the alarm
     * would stay for ever. Asked again, it says so less and less often.
     */
    boolean needsCollection() {
        if (!on || isExplained || sinceCollection.compareTo(collectAfter) < 0) {
            return false;
        }
        sinceCollection = Duration.ZERO;
        collectAfter = collectAfter.multipliedBy(COLLECT_LESS_OFTEN);
        return true;
    }

    /** Time until the next look. */
    Duration pause() {
        long millis = on ? PAUSE_MILLIS_ALARMED : (limit - used) / BYTES_PER_MILLI;
        return Duration.ofMillis(Math.max(PAUSE_MILLIS_MIN, Math.min(PAUSE_MILLIS_MAX, millis)));
    }
}
