package warren.transport.tcp;

import java.util.concurrent.TimeUnit;

/**
 * Decides how long what one client sends gathers before it is read on. Each chunk wakes up to five threads on its way, so larger ones cost
 * much less for each message; without this, a broker that is faster than its clients reads message by message. A client that waits for
 * answers is not to be held up, though, and whether one does cannot be seen from what it sends. So it is found out: now and then
 * another length is tried for a while, and kept when the client then sends no less (a longer one) or more (a shorter one).
 */
final class ChunkGathering {
    /** The lengths: little beside what a message waits in a queue that is busy. */
    private static final long[] REST_NANOS = {0, 200_000, 900_000};
    /** A client that sends less often, in the mean, costs little anyway. */
    private static final long NANOS_PER_COMMAND_MAX = TimeUnit.MICROSECONDS.toNanos(125);
    /** Who suddenly sends so few at once may be waiting for answers now: no long rest. */
    private static final int FEW_COMMANDS = 2;
    /** What is this large costs no less when it is larger. */
    private static final int LARGE_BYTES = 32 << 10;
    /** When nothing comes for longer, that says nothing of how fast the client is. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    /** How much of its rate a client may lose by a longer rest ... */
    private static final double LONGER_RATE_MIN = 0.95;
    /** ... and has to gain by a shorter one. */
    private static final double SHORTER_RATE_MIN = 1.05;

    private static final int CHUNKS_PER_PERIOD = 32;
    /** Between two trials. */
    private static final int PERIODS_MIN = 1;

    private static final int PERIODS_MAX = 64;

    private int chosen;
    /** What is being tried; {@link #chosen} when nothing is. */
    private int tried;

    private boolean shorterNext;
    private int periodsToTrial = PERIODS_MIN;
    private int periods;
    private double chosenRate;

    private long lastNanos;
    private long nanosInPeriod;
    private int chunks;
    private int commandsInPeriod;

    /**
     * A chunk has been read; how long to wait before the next one is, in nanoseconds.
     *
     * @param nanos of a clock that never goes back
     */
    long restAfter(int commands, int bytes, long nanos) {
        nanosInPeriod += Math.min(nanos - lastNanos, PAUSE_NANOS);
        lastNanos = nanos;
        commandsInPeriod += commands;
        if (++chunks == CHUNKS_PER_PERIOD) {
            endPeriod();
        }
        if (bytes >= LARGE_BYTES) {
            return 0;
        }
        return REST_NANOS[commands <= FEW_COMMANDS ? Math.min(tried, 1) : tried];
    }

    private void endPeriod() {
        double rate = (double) commandsInPeriod / nanosInPeriod;
        boolean isSlow = nanosInPeriod > commandsInPeriod * NANOS_PER_COMMAND_MAX;
        if (tried != chosen) {
            judge(rate, isSlow);
        } else {
            chosenRate = rate;
            if (isSlow) {
                chosen = Math.max(chosen - 1, 0);
                tried = chosen;
            } else if (++periods >= periodsToTrial) {
                periods = 0;
                tried = next();
            }
        }
        chunks = 0;
        commandsInPeriod = 0;
        nanosInPeriod = 0;
    }

    private void judge(double rate, boolean isSlow) {
        boolean isBetter =
                tried > chosen ? rate > LONGER_RATE_MIN * chosenRate && !isSlow : rate > SHORTER_RATE_MIN * chosenRate;
        if (isBetter) {
            chosen = tried;
            periodsToTrial = PERIODS_MIN;
        } else {
            tried = chosen;
            periodsToTrial = Math.min(2 * periodsToTrial, PERIODS_MAX);
        }
    }

    /** The longer and the shorter length in turn. */
    private int next() {
        shorterNext = !shorterNext && chosen > 0;
        return shorterNext ? chosen - 1 : Math.min(chosen + 1, REST_NANOS.length - 1);
    }
}
