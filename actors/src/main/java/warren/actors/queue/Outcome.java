package warren.actors.queue;

/** What becomes of settled deliveries. */
public enum Outcome {
    ACKNOWLEDGED,
    /** basic.nack: back to the queue. */
    REQUEUED,
    /** basic.reject, or the channel died: back to the queue, as it could not be dealt with. */
    FAILED,
    /** basic.recover: back to the queue, through no fault of the message. */
    RECOVERED,
    DISCARDED;

    /** Whether the message goes back to the queue. */
    public boolean isReturn() {
        return this != ACKNOWLEDGED && this != DISCARDED;
    }
}
