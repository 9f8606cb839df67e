package warren.actors.queue;

import java.util.Optional;
import java.util.OptionalLong;
import warren.actors.info.ConsumerInfo;
import warren.actors.info.PolicyEffect;
import warren.actors.info.QueueInfo;
import warren.persistence.event.StoredMessage;

/** A queue's answer to an operator. */
final class QueuePicture {
    private QueuePicture() {}

    static QueueInfo of(QueueSettings settings, boolean isDurable, String condition, QueueState state) {
        QueueConsumer exclusive = state.consumers.exclusive();
        boolean isStore = ExchangeStore.isOfDelayed(settings.name());
        return new QueueInfo(
                settings.virtualHost(),
                settings.name(),
                settings.durable(),
                settings.autoDelete(),
                settings.arguments(),
                PolicyEffect.NONE,
                Optional.empty(),
                condition,
                isStore ? 0 : state.ready.size(),
                state.unacknowledged(),
                isStore ? state.ready.size() : state.retries.size(),
                time(isStore ? state.ready.earliestExpiryMillis() : state.retries.earliestMillis()),
                isDurable ? state.persistent() : 0,
                state.ready.bodyBytes(),
                state.unacknowledgedBytes(),
                isDurable ? state.persistentBytes() : 0,
                Optional.ofNullable(exclusive).map(consumer -> consumer.subscription.consumerTag()),
                state.consumers.all().stream()
                        .map(consumer -> describe(settings, consumer.subscription, activity(state.consumers, consumer)))
                        .toList(),
                state.heldMessages.oldestMillis(),
                0,
                Optional.empty(),
                state.traffic.counts());
    }

    static QueueInfo of(QueueSettings settings, String condition, StreamChunks chunks, StreamReaders readers) {
        long held = readers.unacknowledged();
        return new QueueInfo(
                settings.virtualHost(),
                settings.name(),
                settings.durable(),
                settings.autoDelete(),
                settings.arguments(),
                PolicyEffect.NONE,
                Optional.empty(),
                condition,
                chunks.count(),
                held,
                0,
                OptionalLong.empty(),
                chunks.count(),
                chunks.bodyBytes(),
                0,
                chunks.bodyBytes(),
                Optional.empty(),
                readers.all().stream()
                        .map(reader -> describe(settings, reader.subscription, ConsumerInfo.UP))
                        .toList(),
                OptionalLong.empty(),
                0,
                Optional.empty(),
                readers.traffic.counts());
    }

    private static OptionalLong time(long millis) {
        return millis == StoredMessage.NEVER ? OptionalLong.empty() : OptionalLong.of(millis);
    }

    private static String activity(Consumers consumers, QueueConsumer consumer) {
        if (consumers.isWaiting(consumer)) {
            return ConsumerInfo.WAITING;
        }
        return consumers.serveOne() ? ConsumerInfo.SINGLE_ACTIVE : ConsumerInfo.UP;
    }

    private static ConsumerInfo describe(QueueSettings settings, Subscription subscription, String activity) {
        return new ConsumerInfo(
                settings.virtualHost(),
                settings.name(),
                subscription.channelName(),
                subscription.consumerTag(),
                !subscription.noAck(),
                subscription.exclusive(),
                subscription.prefetchCount(),
                activity,
                subscription.arguments());
    }
}
