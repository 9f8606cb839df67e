package warren.actors.queue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import warren.actors.queue.QueueProtocol.Reply;

/**
 * The consumers of a queue, in the order in which they came, and for each priority the round of those that can take a message. The one
 * that was served goes to the back; one without room leaves the round and comes back to its end when it has room again. A lower priority
 * has its turn when all rounds above it are empty.
 *
 * <p>Where one consumer alone is served (argument x-single-active-consumer) only that one enters a round. When it goes, the one with the
 * highest priority takes its place, of equals the one that came first.
 */
final class Consumers {
    private final List<QueueConsumer> all = new ArrayList<>();
    private final NavigableMap<Long, ArrayDeque<QueueConsumer>> rounds = new TreeMap<>(Comparator.reverseOrder());
    /** Those that only the limit of their channel kept from more. */
    private final List<QueueConsumer> lackingPermits = new ArrayList<>();

    private @Nullable QueueConsumer exclusive;
    private boolean serveOne;
    /** The one that is served, if {@link #serveOne}. */
    private @Nullable QueueConsumer active;

    Consumers(boolean serveOne) {
        this.serveOne = serveOne;
    }

    /** From now on only one of them is served at a time, or all are. What others hold they keep. */
    void serveOne(boolean wanted) {
        if (wanted == serveOne) {
            return;
        }
        serveOne = wanted;
        active = elected();
        rounds.clear();
        lackingPermits.removeIf(this::isWaiting);
        all.forEach(consumer -> consumer.inRound = false);
        all.forEach(this::enter);
    }

    private @Nullable QueueConsumer elected() {
        return all.stream()
                .min(Comparator.<QueueConsumer>comparingLong(consumer -> consumer.priority)
                        .reversed())
                .orElse(null);
    }

    /** True when only one of them is served at a time. */
    boolean serveOne() {
        return serveOne;
    }

    /** True for one that waits until another has gone. */
    boolean isWaiting(QueueConsumer consumer) {
        return serveOne && consumer != active;
    }

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
        if (active == null) {
            active = consumer;
        }
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
        ArrayDeque<QueueConsumer> round = rounds.get(consumer.priority);
        if (round != null) {
            round.remove(consumer);
            if (round.isEmpty()) {
                rounds.remove(consumer.priority);
            }
        }
        consumer.inRound = false;
        consumer.ended = true;
        if (exclusive == consumer) {
            exclusive = null;
        }
        if (active == consumer) {
            active = elected();
            if (active != null) {
                enter(active);
            }
        }
    }

    /** The consumers of one channel. */
    List<QueueConsumer> of(ChannelLink link) {
        return all.stream().filter(consumer -> consumer.link == link).toList();
    }

    /** Puts a consumer that has room again at the end of the round. */
    void enter(QueueConsumer consumer) {
        if (!consumer.ended && !consumer.inRound && !isWaiting(consumer) && consumer.hasRoom()) {
            consumer.inRound = true;
            rounds.computeIfAbsent(consumer.priority, key -> new ArrayDeque<>()).addLast(consumer);
        }
    }

    /** The next one that can take a message, now at the end of its round; those that cannot are left out of it. */
    @Nullable
    QueueConsumer next() {
        for (ArrayDeque<QueueConsumer> round : rounds.values()) {
            QueueConsumer next = next(round);
            if (next != null) {
                return next;
            }
        }
        return null;
    }

    private @Nullable QueueConsumer next(ArrayDeque<QueueConsumer> round) {
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

    /** The consumers that could take a message if their channel's limit allowed it, each once per question. */
    List<QueueConsumer> takeLackingPermits() {
        if (lackingPermits.isEmpty()) {
            return List.of();
        }
        var taken = lackingPermits.stream()
                .filter(consumer -> !consumer.waitsForPermits)
                .toList();
        taken.forEach(consumer -> consumer.waitsForPermits = true);
        lackingPermits.clear();
        return taken;
    }
}
