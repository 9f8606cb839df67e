package warren.actors.channel;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import warren.actors.exchange.QueueRef;
import warren.actors.queue.Outcome;
import warren.actors.queue.QueueProtocol;

/** The queues that a channel has to do with. Each is watched from the first use on, so that no answer is waited for in vain. */
final class QueueDirectory {
    private final Map<ActorRef<QueueProtocol.Command>, QueueUse> uses = new HashMap<>();
    private final Map<String, QueueUse> byName = new HashMap<>();
    private final Set<QueueUse> withSettlements = new LinkedHashSet<>();
    /** Queues that owe a note that settlements are on disk, or have yet to be asked for it. */
    private final Set<QueueUse> unfenced = new LinkedHashSet<>();

    private final Watcher watcher;
    private boolean sharing;

    /** Asks for a note when a queue's actor ends. */
    interface Watcher {
        void watch(QueueRef queue);
    }

    QueueDirectory(Watcher watcher) {
        this.watcher = watcher;
    }

    /** The dealings with this queue, begun now if need be. */
    QueueUse use(QueueRef queue) {
        QueueUse use = uses.get(queue.actor());
        if (use == null) {
            watcher.watch(queue);
            use = new QueueUse(queue);
            if (sharing) {
                use.beginShare();
            }
            uses.put(queue.actor(), use);
        }
        // an operator may have altered it
        use.queue = queue;
        // a late route may lead to the queue's predecessor, which must not take the name
        byName.putIfAbsent(queue.name(), use);
        return use;
    }

    /** The queue of this name, if this channel has used it and it has not ended. */
    @Nullable
    QueueUse find(String name) {
        return byName.get(name);
    }

    /** The dealings with the queue of this actor; null when it has ended. */
    @Nullable
    QueueUse of(ActorRef<QueueProtocol.Command> actor) {
        return uses.get(actor);
    }

    Collection<QueueUse> all() {
        return uses.values();
    }

    void forget(QueueRef queue) {
        QueueUse use = uses.remove(queue.actor());
        if (use == null) {
            return;
        }
        withSettlements.remove(use);
        unfenced.remove(use);
        // a successor that is known already takes the name as soon as the virtual host is asked for it
        byName.remove(queue.name(), use);
    }

    /** What a queue that has ended handed out is nobody's any more: it would never say that the settlement is on disk. */
    void settle(QueueUse use, long offset, Outcome outcome, ActorRef<QueueProtocol.Reply> self) {
        if (of(use.queue.actor()) == use && use.settle(offset, outcome, self)) {
            withSettlements.add(use);
        }
    }

    /** Tells all queues what gathered for them. */
    void flushSettlements(ActorRef<QueueProtocol.Reply> self) {
        if (!withSettlements.isEmpty()) {
            withSettlements.forEach(use -> use.flush(self));
            unfenced.addAll(withSettlements);
            withSettlements.clear();
        }
    }

    /** True when all that was settled is on disk; otherwise each queue that has to say so will do. */
    boolean areSettlementsSafe(ActorRef<QueueProtocol.Reply> self) {
        flushSettlements(self);
        unfenced.removeIf(use -> !use.fence(self));
        return unfenced.isEmpty();
    }

    /** A queue says that all is on disk that was settled before it was asked. */
    void onFenced(ActorRef<QueueProtocol.Command> actor) {
        QueueUse use = uses.get(actor);
        if (use != null) {
            use.onFenced();
        }
    }

    /** What queues are given until {@link #endShares} is kept back. */
    void beginShares() {
        sharing = true;
        uses.values().forEach(QueueUse::beginShare);
    }

    /** What was kept back, by queue. */
    Map<QueueRef, List<QueueProtocol.Step>> endShares(ActorRef<QueueProtocol.Reply> self) {
        sharing = false;
        unfenced.addAll(withSettlements);
        withSettlements.clear();
        var shares = new LinkedHashMap<QueueRef, List<QueueProtocol.Step>>();
        for (QueueUse use : uses.values()) {
            List<QueueProtocol.Step> steps = use.endShare(self);
            if (!steps.isEmpty()) {
                shares.put(use.queue, steps);
            }
        }
        return shares;
    }
}
