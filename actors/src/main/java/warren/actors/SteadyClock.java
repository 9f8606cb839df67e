package warren.actors;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * Time that only passes: the time of day when the process began, and what has passed since. What lasts (a message's life, a consumer's
 * patience, a pause before a restart) is measured with it, so a clock that is set forward or back ends nothing early and keeps nothing
 * alive. What names a time of day to people or programs takes that from the system.
 */
public final class SteadyClock {
    private static final long STARTED_MILLIS = System.currentTimeMillis();
    private static final long STARTED_NANOS = System.nanoTime();

    private SteadyClock() {}

    /** Milliseconds since 1970, as far as the clock was right when the process began. Never less than before. */
    public static long millis() {
        return STARTED_MILLIS + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - STARTED_NANOS);
    }

    /** The same. */
    public static Instant now() {
        return Instant.ofEpochMilli(millis());
    }
}
