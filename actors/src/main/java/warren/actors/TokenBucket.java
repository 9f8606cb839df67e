package warren.actors;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * So many of something a second, and after a quiet second at once. What is taken may be more than there is: then nothing is free until
 * the debt is paid, so a message that is larger than the bucket passes too. Safe for any thread; times are those of one clock, in ns.
 */
public final class TokenBucket {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final long perSecond;
    /** When the debt is paid. */
    private final AtomicLong freeAt;

    /** Full. {@code perSecond} is 0 or more. */
    public TokenBucket(long perSecond, long now) {
        this.perSecond = perSecond;
        this.freeAt = new AtomicLong(now - SECOND);
    }

    /** What it was made with. */
    public long perSecond() {
        return perSecond;
    }

    /** How long nothing is free: 0 when something is now, Long.MAX_VALUE when nothing ever will be. */
    public long nanosUntilFree(long now) {
        return perSecond == 0 ? Long.MAX_VALUE : Math.max(0, freeAt.get() - now);
    }

    /** Counts this many as taken, up to 2^33 of them. */
    public void take(long amount, long now) {
        if (perSecond != 0) {
            long cost = amount * SECOND / perSecond;
            freeAt.updateAndGet(known -> Math.max(known - now, -SECOND) + now + cost);
        }
    }
}
