package warren.actors.queue;

import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** One batch of a publisher, on the way to being safe. */
final class PublishTicket {
    final long batchId;
    final ActorRef<QueueActor.Reply> publisher;
    /** Messages of the batch that the journal does not hold yet and nobody has consumed. */
    int unsafe;
    /** Positions in the batch of the messages that found no room. */
    final List<Integer> rejected = new ArrayList<>(0);

    PublishTicket(long batchId, ActorRef<QueueActor.Reply> publisher) {
        this.batchId = batchId;
        this.publisher = publisher;
    }
}
