package warren.actors.queue;

import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Names a transaction over several durable queues. Each queue keeps its share until all it took before is written, says that it is
 * prepared, and writes when the coordinator says {@link QueueProtocol.WriteShare}: then all shares are durable together or not at all.
 */
public record JointCommit(long id, ActorRef<Command> coordinator) {
    /** What a coordinator can be told. */
    public interface Command {}

    /** The shares of one transaction, one for each queue; each queue answers for its own to the channel. */
    public record Coordinate(List<Share> shares) implements Command {}

    /** A queue's part of a transaction. */
    public record Share(ActorRef<QueueProtocol.Command> queue, List<QueueProtocol.Step> steps) {}

    /**
     * A queue can write its share at once, and writes nothing else before.
     *
     * @param failedWrite the joint write in which the queue tried before; 0 at first
     */
    public record Prepared(long id, long failedWrite, String persistenceId, ActorRef<QueueProtocol.Command> queue)
            implements Command {}
}
