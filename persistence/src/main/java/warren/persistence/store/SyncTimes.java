package warren.persistence.store;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** How long the log's syncs took, counted by classes. Written by the writer's thread, read by any. */
final class SyncTimes {
    private final AtomicLongArray counts = new AtomicLongArray(StoreStatistics.SYNC_LIMITS_NANOS.size() + 1);
    private final LongAdder nanos = new LongAdder();

    void add(long tookNanos) {
        int index = 0;
        while (index < StoreStatistics.SYNC_LIMITS_NANOS.size()
                && tookNanos > StoreStatistics.SYNC_LIMITS_NANOS.get(index)) {
            index++;
        }
        counts.incrementAndGet(index);
        nanos.add(tookNanos);
    }

    StoreStatistics.Syncs counts() {
        long[] all = new long[counts.length()];
        for (int i = 0; i < all.length; i++) {
            all[i] = counts.get(i);
        }
        return new StoreStatistics.Syncs(all, nanos.sum());
    }
}
