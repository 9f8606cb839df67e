package warren.transport.tcp;

import java.util.concurrent.TimeUnit;

/**
 * Decides how long what one client sends gathers before it is read on. Each chunk wakes up to five threads on its way, so larger ones cost
 * much less for each message; without this, a broker that is faster than its clients reads message by message. A client that waits for
 * answers is not to be held up, though, and whether one does cannot be seen from what it sends. So it is found out: now and then
 * another length is tried for a while, and kept when the client then sends no less (a longer one) or more (a shorter one).
 */
final class ChunkGathering {
    /** Rests after a chunk, that may be chosen. */
    private static final int[] RESTS = {0, 1, 4};
    /** What the rests have to bring, in the mean. */
    private static final int GATHERED_COMMANDS_MIN = 3;
    /** What is this large costs no less when it is larger. */
    private static final int LARGE_BYTES = 32 << 10;
    /** A client that sends less often, in the mean, is not tried. */
    private static final long QUICK_NANOS = TimeUnit.MICROSECONDS.toNanos(150);
    /** When nothing comes for longer, that says nothing of how fast the client is. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    /** How much of its rate a client may lose by a longer length ... */
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
     * A chunk has been read; the number of rests to take before the next one is.
     *
     * @param nanos of a clock that never goes back
     */
    int restsAfter(int commands, int bytes, long nanos) {
        nanosInPeriod += Math.min(nanos - lastNanos, PAUSE_NANOS);
        lastNanos = nanos;
        commandsInPeriod += commands;
        if (++chunks == CHUNKS_PER_PERIOD) {
            endPeriod();
        }
        // who suddenly sends one by one may be waiting for answers now
        return bytes >= LARGE_BYTES ? 0 : Math.min(RESTS[tried], commands);
    }

    private void endPeriod() {
        double rate = (double) commandsInPeriod / nanosInPeriod;
        boolean isPoor = commandsInPeriod < GATHERED_COMMANDS_MIN * CHUNKS_PER_PERIOD;
        if (tried != chosen) {
            judge(rate, isPoor);
        } else {
            chosenRate = rate;
            if (isPoor && chosen > 0) {
                tried = --chosen;
            } else if (++periods >= periodsToTrial) {
                periods = 0;
                tried = next(isPoor && nanosInPeriod > CHUNKS_PER_PERIOD * QUICK_NANOS);
            }
        }
        chunks = 0;
        commandsInPeriod = 0;
        nanosInPeriod = 0;
    }

    private void judge(double rate, boolean isPoor) {
        boolean isBetter =
                tried > chosen ? rate > LONGER_RATE_MIN * chosenRate && !isPoor : rate > SHORTER_RATE_MIN * chosenRate;
        if (isBetter) {
            chosen = tried;
            periodsToTrial = PERIODS_MIN;
        } else {
            tried = chosen;
            periodsToTrial = Math.min(2 * periodsToTrial, PERIODS_MAX);
        }
    }

    /** What is tried next: the longer and the shorter length in turn. */
    private int next(boolean isSlow) {
        shorterNext = !shorterNext && chosen > 0;
        if (shorterNext) {
            return chosen - 1;
        }
        return isSlow ? chosen : Math.min(chosen + 1, RESTS.length - 1);
    }
}
