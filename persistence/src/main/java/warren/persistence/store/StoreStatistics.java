package warren.persistence.store;

import java.util.Arrays;
import java.util.List;

/**
 * The store at one moment.
 *
 * @param diskBytes size of all segments
 * @param liveBytes part of it that is still needed
 * @param writes how often a batch was written, each with one sync when fsync is on
 * @param writtenBytes what was appended to the log since the start
 * @param pending tasks that wait for the writer
 */
public record StoreStatistics(
        long diskBytes,
        long liveBytes,
        int segments,
        long writes,
        long records,
        long writtenBytes,
        int pending,
        Syncs syncs) {
    /** The classes of sync times: up to so many nanoseconds each; one more class holds what took longer. */
    public static final List<Long> SYNC_LIMITS_NANOS = List.of(
            100_000L,
            250_000L,
            500_000L,
            1_000_000L,
            2_500_000L,
            5_000_000L,
            10_000_000L,
            25_000_000L,
            50_000_000L,
            100_000_000L,
            250_000_000L,
            500_000_000L,
            1_000_000_000L,
            2_500_000_000L);

    /** How many syncs were in each class, and what all of them took. The array is the caller's. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Syncs(long[] counts, long nanos) {
        /** All of them. */
        public long count() {
            return Arrays.stream(counts).sum();
        }
    }
}
