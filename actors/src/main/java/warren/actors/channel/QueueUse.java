package warren.actors.channel;

import org.apache.pekko.actor.typed.ActorRef;
import warren.actors.exchange.QueueRef;
import warren.actors.queue.Outcome;
import warren.actors.queue.QueueActor;

/** A channel's dealings with one queue: settlements that gather until the end of the batch of commands. */
final class QueueUse {
    final QueueRef queue;
    private long[] offsets = new long[16];
    private int count;
    private Outcome outcome = Outcome.ACKNOWLEDGED;

    QueueUse(QueueRef queue) {
        this.queue = queue;
    }

    /** Adds a settlement; one of another outcome sends those before it. Returns true when it is the first of a batch. */
    boolean settle(long offset, Outcome wanted, ActorRef<QueueActor.Reply> channel) {
        if (count > 0 && outcome != wanted) {
            flush(channel);
        }
        outcome = wanted;
        if (count == offsets.length) {
            offsets = java.util.Arrays.copyOf(offsets, count * 2);
        }
        offsets[count++] = offset;
        return count == 1;
    }

    /** Tells the queue what gathered. */
    void flush(ActorRef<QueueActor.Reply> channel) {
        if (count > 0) {
            queue.actor().tell(new QueueActor.Settle(java.util.Arrays.copyOf(offsets, count), outcome, channel));
            count = 0;
        }
    }
}
