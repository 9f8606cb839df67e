package warren.actors.queue;

import org.apache.pekko.actor.typed.ActorRef;

/** One batch of a publisher, on the way to being safe. */
final class PublishTicket {
    final long batchId;
    final ActorRef<QueueActor.Reply> publisher;
    /** Messages of the batch that the journal does not hold yet and nobody has consumed. */
    int unsafe;

    PublishTicket(long batchId, ActorRef<QueueActor.Reply> publisher) {
        this.batchId = batchId;
        this.publisher = publisher;
    }
}
