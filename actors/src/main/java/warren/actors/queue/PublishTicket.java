package warren.actors.queue;

import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** One batch of a publisher, on the way to being safe. */
final class PublishTicket {
    final long batchId;
    final ActorRef<QueueProtocol.Reply> publisher;
    /** Messages of the batch that the journal does not hold yet and nobody has consumed. */
    int unsafe;
    /** Positions in the batch of the messages that found no room. */
    final List<Integer> rejected = new ArrayList<>(0);

    /** Publishes of duplicates of its messages, which are safe when it is. */
    private List<PublishTicket> followers = List.of();

    PublishTicket(long batchId, ActorRef<QueueProtocol.Reply> publisher) {
        this.batchId = batchId;
        this.publisher = publisher;
    }

    /** The other waits for this one, unless this one is safe, or both are the same. */
    void isFollowedBy(PublishTicket other) {
        if (unsafe > 0 && other != this) {
            followers = followers.isEmpty() ? new ArrayList<>(1) : followers;
            followers.add(other);
            other.unsafe++;
        }
    }

    /** All of the batch is safe, or found no room. */
    void confirm(ActorRef<QueueProtocol.Command> queue) {
        publisher.tell(new QueueProtocol.Enqueued(batchId, rejected, queue));
        for (PublishTicket follower : followers) {
            if (--follower.unsafe == 0) {
                follower.confirm(queue);
            }
        }
        followers = List.of();
    }
}
