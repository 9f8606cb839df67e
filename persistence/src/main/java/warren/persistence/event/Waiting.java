package warren.persistence.event;

/**
 * Where a waiting message of a queue stands in the journal.
 *
 * @param sequenceNr the event that brought it
 * @param index its place among the messages of that event, from 0
 */
public record Waiting(long sequenceNr, int index, long offset) {}
