package warren.actors.alarm;

import java.time.Duration;

/**
 * Whether a disk is too full. The limit is never so low that the store would refuse messages before the alarm holds their publishers;
 * once it is on, the alarm stays until there is a little more room than the limit, so that it does not flicker.
 */
final class DiskWatch {
    /** Room above the store's reserve: what may be written between two looks. */
    static final long ABOVE_RESERVE_BYTES = 8L << 20;

    private static final long CLEAR_BYTES = 4L << 20;
    /** The disk fills no faster than this, RabbitMQ assumes; so long no look is needed. */
    private static final long BYTES_PER_MILLI = 250_000;

    private static final long PAUSE_MILLIS_MIN = 100;
    private static final long PAUSE_MILLIS_MAX = 10_000;
    private static final long PAUSE_MILLIS_ALARMED_MAX = 500;

    private final long limitMin;
    private long limit;
    private boolean on;

    /** {@code reserveBytes}: with less than this the store keeps nothing new. */
    DiskWatch(long wantedLimitBytes, long reserveBytes) {
        limitMin = reserveBytes + ABOVE_RESERVE_BYTES;
        limit = Math.max(wantedLimitBytes, limitMin);
    }

    long limitBytes() {
        return limit;
    }

    /** Another limit; the next look compares with it alone. */
    void setLimit(long wantedLimitBytes) {
        limit = Math.max(wantedLimitBytes, limitMin);
        on = false;
    }

    /** True when the disk is too full with so much free. */
    boolean look(long freeBytes) {
        on = freeBytes - (on ? CLEAR_BYTES : 0) < limit;
        return on;
    }

    /** Time until the next look, from what was free at this one. */
    Duration pause(long freeBytes) {
        long millis = Math.abs(freeBytes - Math.min(limit, Long.MAX_VALUE / 2)) / BYTES_PER_MILLI;
        long max = on ? PAUSE_MILLIS_ALARMED_MAX : PAUSE_MILLIS_MAX;
        return Duration.ofMillis(Math.max(PAUSE_MILLIS_MIN, Math.min(max, millis)));
    }
}
