package warren.actors.channel;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import warren.actors.queue.QueueProtocol;

/**
 * The prefetch limit that all consumers of a channel share (basic.qos with global). Queues ask for permits; a permit becomes a delivery
 * or comes back. Deliveries are counted whether or not there is a limit, so that one that comes later knows what is out.
 */
final class ChannelLimit {
    private final Map<String, Wish> wishes = new LinkedHashMap<>();
    /** Permits of each consumer that have not become deliveries. */
    private final Map<String, Integer> granted = new HashMap<>();

    private int limit;
    private int grantedCount;
    private int outstanding;

    private record Wish(ActorRef<QueueProtocol.Command> queue, int count) {}

    /** 0 = no limit. */
    int limit() {
        return limit;
    }

    /** Deliveries that count for it. */
    int outstanding() {
        return outstanding;
    }

    void set(int prefetchCount, ActorRef<QueueProtocol.Reply> self) {
        limit = prefetchCount;
        grant(self);
    }

    /** A delivery went to a consumer that acknowledges. */
    void onDelivered(String consumerTag) {
        outstanding++;
        if (grantedCount > 0) {
            take(consumerTag, 1);
        }
    }

    /** A delivery went to a consumer that does not acknowledge: it waits for room like the others, and takes none. */
    void onDeliveredFreely(String consumerTag, ActorRef<QueueProtocol.Reply> self) {
        if (grantedCount > 0) {
            take(consumerTag, 1);
            grant(self);
        }
    }

    /** So many of these deliveries are settled. Returns true when somebody waits for the room. */
    boolean onSettled(int deliveries) {
        outstanding -= deliveries;
        return deliveries > 0 && !wishes.isEmpty();
    }

    void onWanted(QueueProtocol.PermitsWanted wanted, ActorRef<QueueProtocol.Reply> self) {
        wishes.put(wanted.consumerTag(), new Wish(wanted.queue(), wanted.count()));
        grant(self);
    }

    /** A queue had no use for permits. */
    void onReturned(String consumerTag, int permits, ActorRef<QueueProtocol.Reply> self) {
        take(consumerTag, permits);
        grant(self);
    }

    /** The consumer is gone, and with it its wish and its permits. */
    void forget(String consumerTag, ActorRef<QueueProtocol.Reply> self) {
        wishes.remove(consumerTag);
        take(consumerTag, Integer.MAX_VALUE);
        grant(self);
    }

    private void take(String consumerTag, int permits) {
        int has = granted.getOrDefault(consumerTag, 0);
        int taken = Math.min(has, permits);
        grantedCount -= taken;
        if (taken == has) {
            granted.remove(consumerTag);
        } else {
            granted.put(consumerTag, has - taken);
        }
    }

    /** Gives what room there is to those that asked, one at a time when there are several: that is the round. */
    void grant(ActorRef<QueueProtocol.Reply> self) {
        while (!wishes.isEmpty() && room() > 0) {
            var first = wishes.entrySet().iterator().next();
            Wish wish = first.getValue();
            int permits = wishes.size() > 1 ? 1 : Math.min(room(), wish.count());
            wishes.remove(first.getKey());
            granted.merge(first.getKey(), permits, Integer::sum);
            grantedCount += permits;
            wish.queue().tell(new QueueProtocol.GrantPermits(first.getKey(), permits, self));
        }
    }

    private int room() {
        return limit == 0 ? Integer.MAX_VALUE : limit - outstanding - grantedCount;
    }
}
