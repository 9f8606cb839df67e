package warren.benchmarks.broker;

import java.util.concurrent.atomic.AtomicLongArray;

/** How long messages took, counted in steps of a tenth. Any thread may add. */
final class Latencies {
    private static final double STEP = 1.1;
    private static final int STEPS = 300;

    private final AtomicLongArray counts = new AtomicLongArray(STEPS);

    void add(long nanos) {
        counts.incrementAndGet(step(nanos));
    }

    private static int step(long nanos) {
        return Math.min(STEPS - 1, (int) (Math.log(Math.max(1, nanos)) / Math.log(STEP)));
    }

    void clear() {
        for (int i = 0; i < STEPS; i++) {
            counts.set(i, 0);
        }
    }

    /** The time within which this part of the messages came, in microseconds; 0 without any. */
    double quantileMicros(double part) {
        long all = 0;
        for (int i = 0; i < STEPS; i++) {
            all += counts.get(i);
        }
        long seen = 0;
        for (int i = 0; i < STEPS; i++) {
            seen += counts.get(i);
            if (all > 0 && seen >= part * all) {
                return Math.pow(STEP, i + 1) / 1_000;
            }
        }
        return 0;
    }
}
