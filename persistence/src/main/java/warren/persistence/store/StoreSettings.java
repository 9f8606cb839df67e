package warren.persistence.store;

/**
 * How the store writes.
 *
 * @param fsync true: what is acknowledged survives the loss of power; false: only the end of the process
 * @param segmentBytes size at which a new segment begins; a single larger record makes a larger segment
 */
public record StoreSettings(boolean fsync, int segmentBytes) {}
