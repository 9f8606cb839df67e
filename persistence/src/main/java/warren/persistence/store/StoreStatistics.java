package warren.persistence.store;

/**
 * The store at one moment.
 *
 * @param diskBytes size of all segments
 * @param liveBytes part of it that is still needed
 * @param writes how often a batch was written, each with one sync when fsync is on
 */
public record StoreStatistics(long diskBytes, long liveBytes, int segments, long writes, long records) {}
