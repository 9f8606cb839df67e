package warren.actors.info;

import java.util.List;

/**
 * What is on disk, and how writing goes since the start.
 *
 * @param diskBytes size of all segments
 * @param liveBytes part of it that is still needed
 * @param writes how often a batch was written
 * @param records events, snapshots and the like in them
 * @param pending writes and other tasks that wait for the disk now
 * @param syncLimitsNanos up to how long the syncs of each class took; one more class holds the rest
 * @param syncCounts how many were in each class
 */
public record JournalInfo(
        long diskBytes,
        long liveBytes,
        int segments,
        long writes,
        long records,
        long writtenBytes,
        int pending,
        long syncNanos,
        List<Long> syncLimitsNanos,
        List<Long> syncCounts) {
    /** Copies the lists. */
    public JournalInfo {
        syncLimitsNanos = List.copyOf(syncLimitsNanos);
        syncCounts = List.copyOf(syncCounts);
    }

    /** All of them. */
    public long syncs() {
        return syncCounts.stream().mapToLong(Long::longValue).sum();
    }
}
