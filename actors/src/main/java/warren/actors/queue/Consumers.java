package warren.actors.queue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import warren.actors.queue.QueueActor.Reply;

/**
 * The consumers of a queue, in the order in which they came, and the round of those that can take a message. The one that was served
 * goes to the back; one without room leaves the round and comes back to its end when it has room again.
 */
final class Consumers {
    private final List<QueueConsumer> all = new ArrayList<>();
    private final ArrayDeque<QueueConsumer> round = new ArrayDeque<>();
    private @Nullable QueueConsumer exclusive;

    int size() {
        return all.size();
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    List<QueueConsumer> all() {
        return all;
    }

    @Nullable
    QueueConsumer exclusive() {
        return exclusive;
    }

    void add(QueueConsumer consumer) {
        all.add(consumer);
        if (consumer.subscription.exclusive()) {
            exclusive = consumer;
        }
        enter(consumer);
    }

    @Nullable
    QueueConsumer find(ActorRef<Reply> channel, String consumerTag) {
        for (QueueConsumer consumer : all) {
            if (consumer.link.channel.equals(channel)
                    && consumer.subscription.consumerTag().equals(consumerTag)) {
                return consumer;
            }
        }
        return null;
    }

    void remove(QueueConsumer consumer) {
        all.remove(consumer);
        round.remove(consumer);
        consumer.inRound = false;
        consumer.ended = true;
        if (exclusive == consumer) {
            exclusive = null;
        }
    }

    /** The consumers of one channel. */
    List<QueueConsumer> of(ChannelLink link) {
        return all.stream().filter(consumer -> consumer.link == link).toList();
    }

    /** Puts a consumer that has room again at the end of the round. */
    void enter(QueueConsumer consumer) {
        if (!consumer.ended && !consumer.inRound && consumer.hasRoom()) {
            consumer.inRound = true;
            round.addLast(consumer);
        }
    }

    /** The next one that can take a message, now at the end of the round; those that cannot are left out of it. */
    @Nullable
    QueueConsumer next(List<QueueConsumer> lackingPermits) {
        for (QueueConsumer first = round.pollFirst(); first != null; first = round.pollFirst()) {
            if (!first.hasRoom()) {
                first.inRound = false;
            } else if (first.lacksPermits()) {
                first.inRound = false;
                lackingPermits.add(first);
            } else {
                round.addLast(first);
                return first;
            }
        }
        return null;
    }
}
