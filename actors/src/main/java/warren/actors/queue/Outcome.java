package warren.actors.queue;

/** What becomes of settled deliveries. */
public enum Outcome {
    ACKNOWLEDGED,
    REQUEUED,
    DISCARDED
}
