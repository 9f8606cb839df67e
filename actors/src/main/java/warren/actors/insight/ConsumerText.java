package warren.actors.insight;

import java.util.Map;
import java.util.OptionalLong;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import warren.actors.queue.QueueProtocol;
import warren.actors.queue.QueueProtocol.Holder;
import warren.actors.queue.QueueSituation;
import warren.actors.queue.QueueSituation.Taker;

/** What keeps a consumer from more messages, as a sentence. */
final class ConsumerText {
    private final QueueSituation queue;
    private final Map<ActorRef<QueueProtocol.Reply>, Holder> channels;
    private final long nowMillis;

    ConsumerText(QueueSituation queue, Map<ActorRef<QueueProtocol.Reply>, Holder> channels, long nowMillis) {
        this.queue = queue;
        this.channels = channels;
        this.nowMillis = nowMillis;
    }

    String of(Taker taker) {
        if (taker.standsBy()) {
            return "Stands by: " + activeOne() + " is the single active consumer.";
        }
        if (taker.clogged()) {
            return "Its client does not read (TCP backpressure): " + Figures.count(taker.unsentMessages(), "message")
                    + " of " + Figures.bytes(taker.unsentBytes())
                    + " are on their way to its socket, which takes no more"
                    + holding(taker) + ".";
        }
        if (taker.isFull()) {
            return "Its prefetch is used up: it holds " + Figures.number(taker.unacknowledged()) + " of "
                    + Figures.number(taker.prefetch()) + oldest(taker) + ", and gets more when it settles some.";
        }
        if (taker.lacksPermits() && queue.ready() > 0) {
            return ofChannelLimit(taker);
        }
        if (queue.ready() == 0) {
            return "Waits for messages: nothing is ready, and it has room" + room(taker) + ".";
        }
        if (queue.maxHeld()) {
            return "Gets no more while memory is short: what clients hold of this queue takes too much of it"
                    + holding(taker) + ".";
        }
        if (queue.onDisk()) {
            return "Waits for the next messages to come from disk, and has room" + room(taker) + ".";
        }
        long higher = higherPriority(taker);
        if (higher > taker.priority()) {
            return "Has a lower priority (" + taker.priority() + ") than another with room (" + higher
                    + "), and is served when that one is full" + holding(taker) + ".";
        }
        return "Is being served, and has room" + room(taker) + ".";
    }

    private String activeOne() {
        return queue.consumers().stream()
                .filter(other -> !other.standsBy())
                .findFirst()
                .map(other -> "'" + other.consumerTag() + "'")
                .orElse("another");
    }

    private String ofChannelLimit(Taker taker) {
        @Nullable Holder channel = channels.get(taker.channel());
        if (channel == null || channel.limit() == 0) {
            return "Waits for its channel, whose consumers share one prefetch" + holding(taker) + ".";
        }
        if (channel.limited() >= channel.limit()) {
            return "The prefetch that all consumers of its channel share is used up: they hold "
                    + Figures.number(channel.limited()) + " of " + Figures.number(channel.limit()) + holding(taker)
                    + ".";
        }
        return "Is being served: all consumers of its channel together hold " + Figures.number(channel.limited())
                + " of " + Figures.number(channel.limit()) + holding(taker) + ".";
    }

    /** The highest priority of the consumers that could be served. */
    private long higherPriority(Taker taker) {
        return queue.consumers().stream()
                .filter(Taker::hasRoom)
                .mapToLong(Taker::priority)
                .max()
                .orElse(taker.priority());
    }

    private String room(Taker taker) {
        if (taker.noAck()) {
            return " (it acknowledges nothing)";
        }
        return taker.prefetch() == 0
                ? " (it holds " + Figures.number(taker.unacknowledged()) + oldest(taker) + "; it has no prefetch limit)"
                : " (it holds " + Figures.number(taker.unacknowledged()) + " of " + Figures.number(taker.prefetch())
                        + oldest(taker) + ")";
    }

    private String holding(Taker taker) {
        return taker.unacknowledged() == 0
                ? ""
                : "; it holds " + Figures.number(taker.unacknowledged()) + oldest(taker);
    }

    private String oldest(Taker taker) {
        OptionalLong since = taker.oldestSince();
        return since.isEmpty() ? "" : ", the oldest for " + Figures.duration(nowMillis - since.getAsLong());
    }
}
