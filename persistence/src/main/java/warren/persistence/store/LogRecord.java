package warren.persistence.store;

/** One event: whose it is, its number, its bytes. The array is not copied and must not change. */
public record LogRecord(String persistenceId, long sequenceNr, byte[] payload) {}
