package warren.actors.queue;

import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What an operator's tools ask of a queue to see into it. Nothing here delivers, counts or marks a message, and each question costs the
 * queue one short turn, however long it is.
 */
public sealed interface Inspection {
    /** Messages in one answer, at most. */
    int MESSAGES_MAX = 1_000;

    /** Who takes from it, and what keeps each from more? */
    record Explain(ActorRef<QueueSituation> replyTo) implements Inspection {}

    /**
     * What do clients hold unsettled? Those held longest first; of a stream, which does not know them one by one, nothing.
     *
     * @param skip so many of them are left out, at most {@link #SKIP_MAX}
     * @param count at most {@link #MESSAGES_MAX}
     */
    record ListHeld(int skip, int count, ActorRef<Held> replyTo) implements Inspection {
        /** It takes the queue a millisecond or so to find its way there. */
        public static final int SKIP_MAX = 100_000;
    }

    /** The answer to {@link ListHeld}. */
    record Held(List<HeldMessage> messages) {}

    /**
     * A message that a client holds.
     *
     * @param consumerTag empty when it was got by basic.get
     * @param sinceMillis when it was handed out, in milliseconds since 1970
     * @param channel who knows its delivery tag
     */
    record HeldMessage(
            long offset,
            String consumerTag,
            long sinceMillis,
            boolean redelivered,
            int bodyBytes,
            ActorRef<QueueProtocol.Reply> channel) {}
}
