package warren.actors.queue;

import java.util.Optional;
import warren.actors.info.ConsumerInfo;
import warren.actors.info.QueueInfo;

/** A queue's answer to an operator. */
final class QueuePicture {
    private QueuePicture() {}

    static QueueInfo of(QueueSettings settings, String condition, QueueState state) {
        QueueConsumer exclusive = state.consumers.exclusive();
        return new QueueInfo(
                settings.virtualHost(),
                settings.name(),
                settings.durable(),
                settings.autoDelete(),
                settings.arguments(),
                Optional.empty(),
                Optional.empty(),
                condition,
                state.ready.size(),
                state.unacknowledged(),
                settings.durable() ? state.persistent() : 0,
                state.ready.bodyBytes(),
                state.unacknowledgedBytes(),
                settings.durable() ? state.persistentBytes() : 0,
                Optional.ofNullable(exclusive).map(consumer -> consumer.subscription.consumerTag()),
                state.consumers.all().stream()
                        .map(consumer -> describe(settings, consumer.subscription))
                        .toList(),
                0);
    }

    private static ConsumerInfo describe(QueueSettings settings, QueueActor.Subscription subscription) {
        return new ConsumerInfo(
                settings.virtualHost(),
                settings.name(),
                subscription.channelName(),
                subscription.consumerTag(),
                !subscription.noAck(),
                subscription.exclusive(),
                subscription.prefetchCount(),
                true,
                subscription.arguments());
    }
}
