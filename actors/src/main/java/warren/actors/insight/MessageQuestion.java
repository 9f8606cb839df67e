package warren.actors.insight;

import java.time.Duration;

/**
 * A look at what is in a queue.
 *
 * @param offset messages that are left out, in the order of the queue
 * @param count messages that are wanted, at most {@link #COUNT_MAX}
 * @param state which are looked at
 * @param filter which of them are shown
 * @param bodyBytes of each body so many are shown
 */
public record MessageQuestion(long offset, int count, State state, MessageFilter filter, int bodyBytes) {
    /** Messages in one answer, at most. */
    public static final int COUNT_MAX = 1_000;

    /** One answer looks at so many messages at most ... */
    static final int SCANNED_MAX = 200_000;

    /** ... and shows so many bytes. */
    static final long SHOWN_BYTES_MAX = 16 << 20;

    /** ... and takes about so long. */
    static final Duration TIME_MAX = Duration.ofSeconds(5);

    /** What becomes of messages while they are in a queue. */
    public enum State {
        READY,
        UNACKED,
        /** First what clients hold, then what is ready. */
        ALL
    }
}
