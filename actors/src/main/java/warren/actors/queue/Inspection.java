package warren.actors.queue;

import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import warren.routing.message.Message;

/**
 * What an operator's tools ask of a queue to see into it, and to take messages out of it. Nothing here delivers or marks a message, and
 * each question costs the queue one short turn, however long it is.
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

    /**
     * What is in the queue? Answered by {@link Sight}, as far as one step goes: until there are enough messages or bytes, or where memory
     * ends and the disk begins.
     *
     * @param held what clients hold, and not what waits
     * @param after where the last step ended; of no meaning for what clients hold
     * @param skip so many are left out from there on
     * @param count at most {@link #MESSAGES_MAX}
     * @param bodyBytes enough; one message is shown even so
     */
    record Look(boolean held, Place after, long skip, int count, long bodyBytes, ActorRef<Sight> replyTo)
            implements Inspection {}

    /**
     * Keeps these from consumers until {@link Release}, so that they can be moved: each stays at its place, and is passed over when its
     * turn comes. Answered by {@link Reserved}.
     *
     * @param bodyBytes when these are enough the rest is to be asked for again
     * @param mover when it ends, all of it is released
     */
    record Reserve(List<Long> ids, long bodyBytes, ActorRef<?> mover, ActorRef<Reserved> replyTo)
            implements Inspection {}

    /**
     * The end of {@link Reserve}. Answered by the number of messages that have left the queue.
     *
     * @param gone other queues have them, or nobody wants them
     * @param back they may be handed out again, at their old places
     */
    record Release(List<Sighting> gone, List<Long> back, ActorRef<?> mover, ActorRef<Long> replyTo)
            implements Inspection {}

    /** Nobody will release what it has reserved. */
    record MoverGone(ActorRef<?> mover) implements Inspection {}

    /** A place in the order of what waits: behind a message, which may have gone. */
    record Place(int level, long offset) {
        /** Before all. */
        public static final Place START = new Place(Integer.MAX_VALUE, -1);
    }

    /**
     * A message as an onlooker sees it.
     *
     * @param isStored the journal has it
     */
    record Sighting(long offset, Message message, boolean redelivered, boolean isStored) {}

    /**
     * One step of a look.
     *
     * @param passed messages that were shown or skipped
     * @param end where the next step begins
     * @param isEnd there is nothing behind
     * @param failure why the disk could not be read; the same step may work the next time
     */
    record Sight(List<Sighting> messages, long passed, Place end, boolean isEnd, Optional<String> failure) {}

    /**
     * What is kept from consumers now.
     *
     * @param later ids that were not looked at yet; those that are neither here nor there do not wait in this queue
     */
    record Reserved(List<Sighting> messages, List<Long> later, Optional<String> failure) {}

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
