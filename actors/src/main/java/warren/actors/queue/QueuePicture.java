package warren.actors.queue;

import java.util.Optional;
import warren.actors.info.ConsumerInfo;
import warren.actors.info.PolicyEffect;
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
                PolicyEffect.NONE,
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
                        .map(consumer -> describe(settings, consumer.subscription, activity(state.consumers, consumer)))
                        .toList(),
                0,
                state.traffic.counts());
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
