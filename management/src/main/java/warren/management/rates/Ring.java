package warren.management.rates;

import java.util.Arrays;

/**
 * The newest samples of some counters, at most one for each step of time. A sample that is as the one before it is not kept: what is
 * asked of a moment is what the newest sample before it says. So the room that is taken grows with what happens, up to a limit.
 */
final class Ring {
    private static final int FIRST_SLOTS = 1;

    private final long stepMillis;
    private final int slotsMax;
    private final int width;
    private long[] times = new long[FIRST_SLOTS];
    /** {@code width} values for each time. */
    private long[] values;

    private int first;
    private int count;

    /**
     * Without samples.
     *
     * @param stepMillis of two samples within one such step the later one stays
     * @param slotsMax samples that are kept
     * @param width counters in a sample
     */
    Ring(long stepMillis, int slotsMax, int width) {
        this.stepMillis = stepMillis;
        this.slotsMax = slotsMax;
        this.width = width;
        this.values = new long[FIRST_SLOTS * width];
    }

    void add(long timeMillis, long[] sample) {
        if (count > 0 && isNewest(sample)) {
            return;
        }
        boolean isSameStep = count > 0 && times[slot(count - 1)] / stepMillis == timeMillis / stepMillis;
        if (!isSameStep) {
            makeRoom();
            count++;
        }
        int slot = slot(count - 1);
        times[slot] = timeMillis;
        System.arraycopy(sample, 0, values, slot * width, width);
    }

    private boolean isNewest(long[] sample) {
        int at = slot(count - 1) * width;
        return Arrays.equals(values, at, at + width, sample, 0, width);
    }

    private void makeRoom() {
        if (count < times.length) {
            return;
        }
        if (times.length >= slotsMax) {
            first = (first + 1) % times.length;
            count--;
            return;
        }
        int slots = Math.min(slotsMax, times.length * 2);
        long[] moreTimes = new long[slots];
        long[] moreValues = new long[slots * width];
        for (int i = 0; i < count; i++) {
            moreTimes[i] = times[slot(i)];
            System.arraycopy(values, slot(i) * width, moreValues, i * width, width);
        }
        times = moreTimes;
        values = moreValues;
        first = 0;
    }

    private int slot(int index) {
        return (first + index) % times.length;
    }

    /** What a counter was at this time; what is not known is 0. */
    long at(long timeMillis, int counter) {
        for (int i = count - 1; i >= 0; i--) {
            if (times[slot(i)] <= timeMillis) {
                return values[slot(i) * width + counter];
            }
        }
        return 0;
    }

    /** True when there is a sample of this time or before. */
    boolean knows(long timeMillis) {
        return count > 0 && times[first] <= timeMillis;
    }

    /** True when nothing of this time has been given up. */
    boolean reaches(long timeMillis) {
        return count < slotsMax || times[first] <= timeMillis;
    }
}
