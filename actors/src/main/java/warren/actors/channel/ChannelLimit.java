package warren.actors.channel;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import warren.actors.queue.QueueActor;

/**
 * The prefetch limit that all consumers of a channel share (basic.qos with global). Queues ask for permits; a permit is used by a
 * delivery and comes back when that is settled, or unused.
 */
final class ChannelLimit {
    private final Map<String, Wish> wishes = new LinkedHashMap<>();
    private int limit;
    private int used;

    private record Wish(ActorRef<QueueActor.Command> queue, int count) {}

    /** 0 = no limit. */
    int limit() {
        return limit;
    }

    void set(int prefetchCount, ActorRef<QueueActor.Reply> self) {
        limit = prefetchCount;
        grant(self);
    }

    /** A delivery that went out before there was a limit counts now. */
    void countEarlier(int deliveries) {
        used += deliveries;
    }

    void onWanted(QueueActor.PermitsWanted wanted, ActorRef<QueueActor.Reply> self) {
        wishes.put(wanted.consumerTag(), new Wish(wanted.queue(), wanted.count()));
        grant(self);
    }

    void release(int permits, ActorRef<QueueActor.Reply> self) {
        used -= permits;
        grant(self);
    }

    /** The consumer is gone, and with it its wish. */
    void forget(String consumerTag) {
        wishes.remove(consumerTag);
    }

    private void grant(ActorRef<QueueActor.Reply> self) {
        while (!wishes.isEmpty() && (limit == 0 || used < limit)) {
            var first = wishes.entrySet().iterator().next();
            int room = limit == 0 ? Integer.MAX_VALUE : limit - used;
            // one at a time when several consumers want some: that is the round
            int permits =
                    wishes.size() > 1 ? 1 : Math.min(room, first.getValue().count());
            wishes.remove(first.getKey());
            used += permits;
            first.getValue().queue().tell(new QueueActor.GrantPermits(first.getKey(), permits, self));
        }
    }
}
