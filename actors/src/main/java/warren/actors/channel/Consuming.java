package warren.actors.channel;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import warren.actors.AmqpError;
import warren.actors.channel.Unacknowledged.Outstanding;
import warren.actors.exchange.QueueRef;
import warren.actors.queue.Outcome;
import warren.actors.queue.QueueProtocol;
import warren.actors.queue.QueueProtocol.Delivery;
import warren.actors.queue.Subscription;
import warren.transport.method.BasicCancel;
import warren.transport.method.BasicGetOk;

/** A channel's consumers, the deliveries that its client holds, and how these are settled. */
final class Consuming {
    private final ChannelCore core;
    private final Map<String, Consumer> consumers = new LinkedHashMap<>();
    private final Unacknowledged unacknowledged = new Unacknowledged();
    private final ChannelLimit limit = new ChannelLimit();
    private int prefetchCount;
    private long lastDeliveryTag;

    /** A consumer; {@code queue} is null for the one of direct replies. */
    static final class Consumer {
        private final Subscription subscription;
        private final @Nullable QueueUse queue;
        /** The last delivery, as its queue names it; -1 before the first. */
        private long delivered = -1;

        Consumer(Subscription subscription, @Nullable QueueUse queue) {
            this.subscription = subscription;
            this.queue = queue;
        }

        Subscription subscription() {
            return subscription;
        }

        @Nullable
        QueueUse queue() {
            return queue;
        }

        boolean noAck() {
            return subscription.noAck();
        }
    }

    Consuming(ChannelCore core) {
        this.core = core;
    }

    int count() {
        return consumers.size();
    }

    int unacknowledgedCount() {
        return unacknowledged.size();
    }

    int prefetchCount() {
        return prefetchCount;
    }

    int globalPrefetchCount() {
        return limit.limit();
    }

    /** basic.qos: for consumers to come, or with {@code global} for all of the channel together, at once. */
    void qos(int wanted, boolean global) {
        if (!global) {
            prefetchCount = wanted;
            return;
        }
        boolean begins = limit.limit() == 0 && wanted != 0;
        if (begins) {
            consumers.values().forEach(consumer -> {
                if (consumer.queue() != null) {
                    String tag = consumer.subscription().consumerTag();
                    consumer.queue().queue.actor().tell(new QueueProtocol.LimitByChannel(tag, core.queueReplies));
                }
            });
        }
        limit.set(wanted, core.queueReplies);
    }

    boolean isLimited() {
        return limit.limit() != 0;
    }

    @Nullable
    Consumer find(String consumerTag) {
        return consumers.get(consumerTag);
    }

    boolean hasReplyConsumer() {
        return consumers.values().stream().anyMatch(consumer -> consumer.queue() == null);
    }

    void add(Consumer consumer) {
        consumers.put(consumer.subscription().consumerTag(), consumer);
        if (consumer.queue() != null) {
            core.events.consumes(consumer.queue().queue.name(), consumer.subscription());
        }
    }

    /** The channel ends, and all its consumers with it. */
    void ended() {
        consumers.values().forEach(this::announceEnd);
    }

    private void announceEnd(Consumer consumer) {
        if (consumer.queue() != null) {
            core.events.noLongerConsumes(
                    consumer.queue().queue.name(), consumer.subscription().consumerTag());
        }
    }

    void remove(String consumerTag) {
        Consumer removed = consumers.remove(consumerTag);
        if (removed != null) {
            announceEnd(removed);
        }
        limit.forget(consumerTag, core.queueReplies);
    }

    /** The reply is no answer to a command: it is about a consumer that was moved to a restarted queue. */
    private boolean isOfMovedConsumer(QueueProtocol.Reply reply) {
        if (reply instanceof QueueProtocol.Refused refused && consumers.containsKey(refused.consumerTag())) {
            cancel(refused.consumerTag());
            return true;
        }
        return reply instanceof QueueProtocol.Subscribed subscribed && consumers.containsKey(subscribed.consumerTag());
    }

    /** Tells the client that the broker ended a consumer. */
    private void cancel(String consumerTag) {
        remove(consumerTag);
        if (core.settings.consumerCancelNotify()) {
            core.output.method(new BasicCancel(consumerTag, true));
        }
    }

    /** Sends deliveries of one queue to the client. */
    void onDeliver(QueueProtocol.Deliver deliver) {
        QueueUse use = core.queues.of(deliver.queue());
        if (use == null) {
            return;
        }
        String tag = "";
        Consumer consumer = null;
        long bodyBytes = 0;
        for (Delivery delivery : deliver.deliveries()) {
            if (consumer == null || !tag.equals(delivery.consumerTag())) {
                tag = delivery.consumerTag();
                consumer = consumers.get(tag);
            }
            long deliveryTag = ++lastDeliveryTag;
            if (consumer == null || !consumer.noAck()) {
                unacknowledged.add(new Outstanding(deliveryTag, use, delivery.offset(), true));
                limit.onDelivered(tag);
            } else {
                limit.onDeliveredFreely(tag, core.queueReplies);
            }
            if (consumer != null) {
                consumer.delivered = Math.max(consumer.delivered, delivery.offset());
            }
            core.traffic.messages.delivered(consumer != null && consumer.noAck(), delivery.redelivered());
            bodyBytes += delivery.message().body().length;
            core.output.deliver(tag, deliveryTag, delivery.redelivered(), delivery.message());
            trace(use, delivery);
        }
        core.output.delivered(deliver.queue(), deliver.deliveries().size(), bodyBytes);
    }

    private void trace(QueueUse use, Delivery delivery) {
        if (core.firehose.isOn()) {
            core.firehose.delivered(use.queue.name(), delivery.message(), delivery.redelivered());
        }
    }

    /** Sends a direct reply to its consumer. */
    void onReplyMessages(String consumerTag, QueueProtocol.Enqueue replies) {
        replies.messages().forEach(message -> core.output.deliver(consumerTag, ++lastDeliveryTag, false, message));
    }

    /** Sends the answer to basic.get. */
    void onGot(QueueProtocol.Got got, boolean noAck) {
        Delivery delivery = got.delivery();
        long deliveryTag = ++lastDeliveryTag;
        QueueUse use = core.queues.of(got.queue());
        core.traffic.messages.got(noAck, delivery.redelivered());
        if (!noAck && use != null) {
            unacknowledged.add(new Outstanding(deliveryTag, use, delivery.offset(), false));
        }
        if (use != null) {
            trace(use, delivery);
        }
        var message = delivery.message();
        core.output.content(
                new BasicGetOk(
                        deliveryTag,
                        delivery.redelivered(),
                        message.exchange(),
                        message.routingKey(),
                        Math.min(got.remaining(), Integer.MAX_VALUE)),
                message);
    }

    /** Takes what a queue says of consumers by itself; false for an answer to a command. */
    boolean onReply(QueueProtocol.Reply reply) {
        if (reply instanceof QueueProtocol.PermitsWanted wanted) {
            onPermitsWanted(wanted);
        } else if (reply instanceof QueueProtocol.PermitsReturned returned) {
            limit.onReturned(returned.consumerTag(), returned.count(), core.queueReplies);
        } else if (reply instanceof QueueProtocol.DescribeHolder question) {
            question.replyTo().tell(describe(question));
        } else {
            return isOfMovedConsumer(reply);
        }
        return true;
    }

    private QueueProtocol.Holder describe(QueueProtocol.DescribeHolder question) {
        QueueUse use = core.queues.of(question.queue());
        Map<Long, Long> tags = use == null ? Map.of() : unacknowledged.tags(use, Set.copyOf(question.offsets()));
        return new QueueProtocol.Holder(
                core.queueReplies, core.settings.name(), tags, limit.limit(), limit.outstanding());
    }

    private void onPermitsWanted(QueueProtocol.PermitsWanted wanted) {
        if (consumers.containsKey(wanted.consumerTag())) {
            limit.onWanted(wanted, core.queueReplies);
        }
    }

    /** Takes deliveries from the client's books; an unknown tag ends the command. */
    List<Outstanding> take(long deliveryTag, boolean multiple) {
        List<Outstanding> taken = unacknowledged.take(deliveryTag, multiple);
        if (taken.isEmpty() && !(multiple && deliveryTag == 0)) {
            throw new AmqpException(
                    AmqpError.preconditionFailed("unknown delivery tag " + Long.toUnsignedString(deliveryTag)));
        }
        return taken;
    }

    /** Puts back what a transaction had taken. */
    void restore(List<Outstanding> taken) {
        unacknowledged.restore(taken);
    }

    /** All deliveries, taken from the books: basic.recover. */
    List<Outstanding> takeAll() {
        return unacknowledged.take(0, true);
    }

    void settle(List<Outstanding> settled, Outcome outcome) {
        int limited = 0;
        for (Outstanding each : settled) {
            core.queues.settle(each.queue(), each.offset(), outcome, core.queueReplies);
            limited += each.limited() ? 1 : 0;
        }
        if (limit.onSettled(limited)) {
            core.queues.flushSettlements(core.queueReplies);
            limit.grant(core.queueReplies);
        }
    }

    /** A queue's actor ended. Its consumers go to the one that took its place; without one the client is told that they are cancelled. */
    void onQueueGone(QueueRef gone, @Nullable QueueRef successor) {
        // RabbitMQ cancels in the order of the tags
        for (Consumer consumer : new TreeMap<>(consumers).values()) {
            if (consumer.queue() == null || !consumer.queue().queue.equals(gone)) {
                continue;
            }
            String consumerTag = consumer.subscription().consumerTag();
            if (successor != null && successor.durable()) {
                QueueUse use = core.queues.use(successor);
                limit.forget(consumerTag, core.queueReplies);
                Subscription subscription = consumer.subscription().limitedByChannel(isLimited());
                var moved = new Consumer(subscription, use);
                moved.delivered = consumer.delivered;
                consumers.put(consumerTag, moved);
                successor
                        .actor()
                        .tell(new QueueProtocol.Subscribe(subscription, consumer.delivered, core.queueReplies));
            } else {
                cancel(consumerTag);
            }
        }
    }
}
