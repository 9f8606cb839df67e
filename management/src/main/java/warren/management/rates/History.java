package warren.management.rates;

import java.util.List;

/** The counters of one object over time: finely for the last minutes, coarsely beyond. */
final class History {
    private static final long MINUTE_MILLIS = 60_000;
    private static final int FINE_SECONDS = 605;
    private static final int COARSE_SLOTS = 61;
    private static final int TEN_MINUTES_SLOTS = 49;
    private static final int HALF_HOUR_SLOTS = 49;

    private final long intervalMillis;
    private final List<Ring> rings;
    private long lastMillis;

    private History(long intervalMillis, List<Ring> rings) {
        this.intervalMillis = intervalMillis;
        this.rings = rings;
    }

    /** An hour of these counters. */
    static History ofObject(long intervalMillis, int width) {
        return new History(intervalMillis, List.of(fine(intervalMillis, width), coarse(width)));
    }

    /** A day. */
    static History ofBroker(long intervalMillis, int width) {
        return new History(
                intervalMillis,
                List.of(
                        fine(intervalMillis, width),
                        coarse(width),
                        new Ring(10 * MINUTE_MILLIS, TEN_MINUTES_SLOTS, width),
                        new Ring(30 * MINUTE_MILLIS, HALF_HOUR_SLOTS, width)));
    }

    private static Ring fine(long intervalMillis, int width) {
        int slots = (int) Math.max(2, FINE_SECONDS * 1000L / intervalMillis);
        return new Ring(intervalMillis, slots, width);
    }

    private static Ring coarse(int width) {
        return new Ring(MINUTE_MILLIS, COARSE_SLOTS, width);
    }

    void add(long timeMillis, long[] sample) {
        lastMillis = timeMillis;
        rings.forEach(ring -> ring.add(timeMillis, sample));
    }

    long lastMillis() {
        return lastMillis;
    }

    /** What a counter was then, as exactly as it is known. */
    long at(long timeMillis, int counter) {
        for (Ring ring : rings) {
            if (ring.reaches(timeMillis)) {
                return ring.at(timeMillis, counter);
            }
        }
        return rings.get(rings.size() - 1).at(timeMillis, counter);
    }

    /** By how much a counter grew in the last interval, in a second. */
    double rate(int counter) {
        long earlier = lastMillis - intervalMillis;
        if (!rings.get(0).knows(earlier)) {
            return 0;
        }
        long before = at(earlier, counter);
        return (at(lastMillis, counter) - before) * 1000.0 / intervalMillis;
    }
}
