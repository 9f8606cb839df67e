package warren.actors.queue;

import java.util.List;
import java.util.OptionalLong;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * How a queue stands with those that take from it, at one moment. Times are in milliseconds since 1970.
 *
 * @param onDisk the next message has to come from disk first
 * @param delayed messages that wait until they may be handed out again
 * @param maxHeld clients hold so much that they get no more while memory is short
 * @param publishersHeld publishers wait, as more comes than the disk takes
 * @param full it refuses what is published, as it has reached its length limit
 * @param dying dead letters that no other queue has taken yet
 * @param consumerCount of which {@code consumers} are the first
 */
public record QueueSituation(
        long ready,
        long unacknowledged,
        OptionalLong oldestUnackedSince,
        boolean onDisk,
        long delayed,
        OptionalLong nextDelayedAt,
        boolean maxHeld,
        boolean publishersHeld,
        boolean full,
        int dying,
        int consumerCount,
        List<Taker> consumers) {
    /** More consumers are not described one by one. */
    static final int CONSUMERS_MAX = 1_000;

    /** To find the oldest message of each consumer, so many held ones are looked at. */
    static final int HELD_MAX = 10_000;

    /**
     * A consumer.
     *
     * @param prefetch 0 for no limit
     * @param oldestSince when the message was handed out that it holds longest; empty when it holds none, or many others are held longer
     * @param standsBy another one is the single active consumer
     * @param limitedByChannel it shares a limit with all consumers of its channel ...
     * @param lacksPermits ... which leaves it no room, as far as the queue knows
     * @param unsentMessages deliveries that its channel's socket has not taken ...
     * @param unsentBytes ... and their bodies
     * @param clogged so many that the queue waits for the socket
     */
    public record Taker(
            String consumerTag,
            String channelName,
            ActorRef<QueueProtocol.Reply> channel,
            boolean noAck,
            boolean exclusive,
            long priority,
            int prefetch,
            int unacknowledged,
            OptionalLong oldestSince,
            boolean standsBy,
            boolean limitedByChannel,
            boolean lacksPermits,
            int unsentMessages,
            long unsentBytes,
            boolean clogged) {
        /** Holds as many as its prefetch allows. */
        public boolean isFull() {
            return !noAck && prefetch > 0 && unacknowledged >= prefetch;
        }

        /** The queue could give it a message now. */
        public boolean hasRoom() {
            return !standsBy && !clogged && !isFull() && !lacksPermits;
        }
    }
}
