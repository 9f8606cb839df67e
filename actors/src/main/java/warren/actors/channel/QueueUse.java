package warren.actors.channel;

import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import warren.actors.exchange.QueueRef;
import warren.actors.queue.Outcome;
import warren.actors.queue.QueueProtocol;

/**
 * A channel's dealings with one queue: settlements that gather until the end of the batch of commands, and, while a transaction is
 * committed, all that it gives to the queue.
 */
final class QueueUse {
    QueueRef queue;
    private long[] offsets = new long[16];
    private int count;
    private Outcome outcome = Outcome.ACKNOWLEDGED;
    /** The steps of a commit; null when the queue is told at once. */
    private @Nullable List<QueueProtocol.Step> share;
    /** How far the queue's journal has come with what was settled. */
    private Settled settled = Settled.ON_DISK;

    /** How far the journal has come with settlements. */
    private enum Settled {
        ON_DISK,
        TOLD,
        FENCED
    }

    QueueUse(QueueRef queue) {
        this.queue = queue;
    }

    /** Adds a settlement; one of another outcome sends those before it. Returns true when it is the first of a batch. */
    boolean settle(long offset, Outcome wanted, ActorRef<QueueProtocol.Reply> channel) {
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
    void flush(ActorRef<QueueProtocol.Reply> channel) {
        if (count > 0) {
            give(new QueueProtocol.Settle(java.util.Arrays.copyOf(offsets, count), outcome, channel));
            count = 0;
            if (queue.durable() && !outcome.isReturn()) {
                settled = Settled.TOLD;
            }
        }
    }

    /** Gives the queue messages or settlements. */
    void give(QueueProtocol.Step step) {
        if (share != null) {
            share.add(step);
        } else {
            queue.actor().tell(step);
        }
    }

    /** Asks for a note when what was settled is on disk, if there is such a thing and it was not asked for yet. Returns true when that is waited for. */
    boolean fence(ActorRef<QueueProtocol.Reply> channel) {
        if (settled == Settled.TOLD) {
            settled = Settled.FENCED;
            give(new QueueProtocol.Fence(channel));
        }
        return settled == Settled.FENCED;
    }

    void onFenced() {
        settled = settled == Settled.FENCED ? Settled.ON_DISK : settled;
    }

    /** What the queue is given from now on gathers. */
    void beginShare() {
        share = new ArrayList<>();
    }

    /** What was to be given to the queue since then. */
    List<QueueProtocol.Step> endShare(ActorRef<QueueProtocol.Reply> channel) {
        flush(channel);
        fence(channel);
        List<QueueProtocol.Step> steps = share == null ? List.of() : share;
        share = null;
        return steps;
    }
}
