package warren.persistence.store;

/**
 * A stretch of the log that cannot be read.
 *
 * @param owner whose record stood there; empty when that cannot be told either
 * @param isNeeded whether its owner would read it; false when it stood for nothing any more, or nobody knows
 */
public record DamagedPlace(int segment, long offset, long bytes, String owner, boolean isNeeded) {}
