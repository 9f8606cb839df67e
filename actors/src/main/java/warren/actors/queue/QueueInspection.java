package warren.actors.queue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.jspecify.annotations.Nullable;
import warren.actors.queue.Inspection.HeldMessage;
import warren.persistence.event.StoredMessage;

/** Answers {@link Inspection}s of a queue. */
final class QueueInspection {
    private static final String OF_STREAMS =
            "a stream is read by consumers: its messages can be consumed again and again";

    private final QueueState state;
    private final Paging paging;
    private final Departures departures;
    private final Removal removal;

    QueueInspection(
            ActorContext<QueueProtocol.Command> context, QueueState state, Paging paging, Departures departures) {
        this.state = state;
        this.paging = paging;
        this.departures = departures;
        this.removal = new Removal(context, state, paging, departures);
    }

    void answer(Inspection question) {
        if (question instanceof Inspection.Explain explain) {
            departures.expire();
            explain.replyTo().tell(situation());
        } else if (question instanceof Inspection.ListHeld list) {
            list.replyTo().tell(new Inspection.Held(held(list.skip(), list.count())));
        } else if (question instanceof Inspection.Look look) {
            departures.expire();
            new Glance(look, state, paging.reader()).answer();
        } else if (question instanceof Inspection.Reserve reserve) {
            departures.expire();
            removal.reserve(reserve);
        } else if (question instanceof Inspection.Release release) {
            removal.release(release);
        } else if (question instanceof Inspection.MoverGone gone) {
            removal.giveBack(state.reservations.of(gone.mover()));
        }
    }

    /** Nothing is reserved any more: the queue is about to change what its messages are called. */
    void endReservations() {
        removal.giveBack(state.reservations.all());
    }

    private QueueSituation situation() {
        Map<QueueConsumer, Long> oldest = oldest();
        List<QueueConsumer> consumers = state.consumers.all();
        long nextRetry = state.retries.earliestMillis();
        return new QueueSituation(
                state.ready.size(),
                state.unacknowledged(),
                state.heldMessages.oldestMillis(),
                !state.ready.isEmpty() && !state.ready.hasNext(),
                state.retries.size(),
                nextRetry == StoredMessage.NEVER ? OptionalLong.empty() : OptionalLong.of(nextRetry),
                !state.memory.allowsMoreHeld(),
                paging.isHolding(),
                state.isFull(),
                departures.dying(),
                consumers.size(),
                consumers.stream()
                        .limit(QueueSituation.CONSUMERS_MAX)
                        .map(consumer -> taker(consumer, state.consumers.isWaiting(consumer), oldest.get(consumer)))
                        .toList());
    }

    private Map<QueueConsumer, Long> oldest() {
        Map<QueueConsumer, Long> oldest = new HashMap<>();
        int[] looked = {0};
        state.heldMessages.forEach(message -> {
            if (message.holder != null) {
                oldest.putIfAbsent(message.holder, message.heldSinceMillis);
            }
            return ++looked[0] < QueueSituation.HELD_MAX && oldest.size() < state.consumers.size();
        });
        return oldest;
    }

    private static QueueSituation.Taker taker(QueueConsumer consumer, boolean standsBy, @Nullable Long oldestSince) {
        Subscription wish = consumer.subscription;
        return new QueueSituation.Taker(
                wish.consumerTag(),
                wish.channelName(),
                consumer.link.channel,
                wish.noAck(),
                wish.exclusive(),
                consumer.priority,
                wish.prefetchCount(),
                consumer.unacknowledged,
                oldestSince == null ? OptionalLong.empty() : OptionalLong.of(oldestSince),
                standsBy,
                consumer.limitedByChannel,
                consumer.lacksPermits(),
                consumer.link.unsentMessages(),
                consumer.link.unsentBytes(),
                !consumer.link.hasRoom());
    }

    private List<HeldMessage> held(int skip, int count) {
        int first = Math.min(skip, Inspection.ListHeld.SKIP_MAX);
        int end = first + Math.min(count, Inspection.MESSAGES_MAX);
        var found = new ArrayList<HeldMessage>();
        int[] place = {0};
        state.heldMessages.forEach(message -> {
            if (place[0] >= first && place[0] < end && message.heldBy != null) {
                found.add(new HeldMessage(
                        message.offset,
                        message.holder == null ? "" : message.holder.subscription.consumerTag(),
                        message.heldSinceMillis,
                        message.redelivered,
                        message.bodyBytes,
                        message.heldBy.channel));
            }
            return ++place[0] < end;
        });
        return List.copyOf(found);
    }

    /** What a stream can say: it has no single messages that clients hold. */
    static void answer(Inspection question, StreamChunks chunks, StreamReaders readers) {
        if (question instanceof Inspection.Explain explain) {
            explain.replyTo().tell(situation(chunks, readers));
        } else if (question instanceof Inspection.ListHeld list) {
            list.replyTo().tell(new Inspection.Held(List.of()));
        } else if (question instanceof Inspection.Look look) {
            look.replyTo().tell(new Inspection.Sight(List.of(), 0, look.after(), true, Optional.of(OF_STREAMS)));
        } else if (question instanceof Inspection.Reserve reserve) {
            reserve.replyTo().tell(new Inspection.Reserved(List.of(), List.of(), Optional.of(OF_STREAMS)));
        }
    }

    private static QueueSituation situation(StreamChunks chunks, StreamReaders readers) {
        List<StreamReader> all = readers.all();
        return new QueueSituation(
                chunks.count(),
                readers.unacknowledged(),
                OptionalLong.empty(),
                false,
                0,
                OptionalLong.empty(),
                false,
                false,
                false,
                0,
                all.size(),
                all.stream()
                        .limit(QueueSituation.CONSUMERS_MAX)
                        .map(QueueInspection::taker)
                        .toList());
    }

    private static QueueSituation.Taker taker(StreamReader reader) {
        Subscription wish = reader.subscription;
        return new QueueSituation.Taker(
                wish.consumerTag(),
                wish.channelName(),
                reader.link.channel,
                false,
                false,
                0,
                wish.prefetchCount(),
                Math.toIntExact(reader.unacknowledged()),
                OptionalLong.empty(),
                false,
                false,
                false,
                reader.link.unsentMessages(),
                reader.link.unsentBytes(),
                !reader.link.hasRoom());
    }
}
