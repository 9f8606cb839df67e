package warren.actors.channel;

import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import warren.actors.AmqpError;
import warren.actors.access.Permissions.Right;
import warren.actors.channel.Unacknowledged.Outstanding;
import warren.actors.exchange.QueueRef;
import warren.actors.queue.Outcome;
import warren.actors.queue.QueueProtocol;
import warren.actors.queue.Subscription;
import warren.actors.vhost.ServerNames;
import warren.actors.vhost.VirtualHostActor;
import warren.routing.message.FieldValue;
import warren.transport.method.BasicAck;
import warren.transport.method.BasicCancel;
import warren.transport.method.BasicCancelOk;
import warren.transport.method.BasicConsume;
import warren.transport.method.BasicConsumeOk;
import warren.transport.method.BasicGet;
import warren.transport.method.BasicGetEmpty;
import warren.transport.method.BasicNack;
import warren.transport.method.BasicQos;
import warren.transport.method.BasicQosOk;
import warren.transport.method.BasicRecover;
import warren.transport.method.BasicRecoverAsync;
import warren.transport.method.BasicRecoverOk;
import warren.transport.method.BasicReject;
import warren.transport.method.Method;

/** The methods of class basic but publish: consuming, fetching, settling. */
final class BasicMethods {
    private final ChannelCore core;
    private final Consuming consuming;
    private final ActorRef<QueueProtocol.Command> replyQueue;
    private @Nullable Transaction transaction;
    private String replyName = "";
    private String replyConsumerTag = "";

    BasicMethods(ChannelCore core, Consuming consuming, ActorRef<QueueProtocol.Command> replyQueue) {
        this.core = core;
        this.consuming = consuming;
        this.replyQueue = replyQueue;
    }

    void startTransactions(Transaction started) {
        transaction = started;
    }

    boolean handle(Method method) {
        if (method instanceof BasicAck ack) {
            settle(consuming.take(ack.deliveryTag(), ack.multiple()), Outcome.ACKNOWLEDGED);
        } else if (method instanceof BasicNack nack) {
            settle(
                    consuming.take(nack.deliveryTag(), nack.multiple()),
                    nack.requeue() ? Outcome.REQUEUED : Outcome.DISCARDED);
        } else if (method instanceof BasicReject reject) {
            settle(consuming.take(reject.deliveryTag(), false), reject.requeue() ? Outcome.FAILED : Outcome.DISCARDED);
        } else if (method instanceof BasicGet get) {
            get(get);
        } else if (method instanceof BasicConsume consume) {
            consume(consume);
        } else if (method instanceof BasicCancel cancel) {
            cancel(cancel);
        } else if (method instanceof BasicQos qos) {
            qos(qos);
        } else if (method instanceof BasicRecover recover) {
            recover(recover.requeue());
            core.output.method(new BasicRecoverOk());
        } else if (method instanceof BasicRecoverAsync recover) {
            recover(recover.requeue());
        } else {
            return false;
        }
        return true;
    }

    private void settle(List<Outstanding> deliveries, Outcome outcome) {
        if (outcome == Outcome.ACKNOWLEDGED) {
            core.traffic.messages.acknowledged(deliveries.size());
        }
        if (transaction != null) {
            transaction.add(new Transaction.Settlement(deliveries, outcome));
        } else {
            consuming.settle(deliveries, outcome);
        }
    }

    private void recover(boolean requeue) {
        if (!requeue) {
            throw new AmqpException(AmqpError.notImplemented("requeue=false"));
        }
        consuming.settle(consuming.takeAll(), Outcome.RECOVERED);
        core.queues.flushSettlements(core.queueReplies);
    }

    private void qos(BasicQos method) {
        if (method.prefetchSize() != 0) {
            throw new AmqpException(AmqpError.notImplemented("prefetch_size!=0 (" + method.prefetchSize() + ")"));
        }
        consuming.qos(method.prefetchCount(), method.global());
        core.output.method(new BasicQosOk());
    }

    private void get(BasicGet method) {
        String name = core.queueName(method.queue());
        core.requireOnQueue(Right.READ, name);
        core.withQueue(
                name,
                use -> core.askQueue(use, new QueueProtocol.Get(method.noAck(), core.queueReplies), reply -> {
                    if (reply instanceof QueueProtocol.Got got) {
                        consuming.onGot(got, method.noAck());
                    } else {
                        core.traffic.messages.gotNothing();
                        core.output.method(new BasicGetEmpty());
                    }
                }));
    }

    private void consume(BasicConsume method) {
        if (method.queue().equals(Declaring.REPLY_QUEUE)) {
            consumeReplies(method);
            return;
        }
        String name = core.queueName(method.queue());
        core.requireOnQueue(Right.READ, name);
        String consumerTag = consumerTag(method);
        method.arguments().get("x-priority").ifPresent(priority -> {
            if (!(priority instanceof FieldValue.Int)) {
                throw new AmqpException(AmqpError.preconditionFailed("invalid arg 'x-priority' for "
                        + AmqpError.queue(name, core.settings.virtualHost()) + ": \"expected integer, got "
                        + priority.typeName() + "\""));
            }
        });
        var subscription = new Subscription(
                consumerTag,
                method.noAck(),
                method.exclusive(),
                consuming.prefetchCount(),
                consuming.isLimited(),
                method.arguments(),
                core.settings.name());
        core.withQueue(
                name,
                use -> core.askQueue(use, new QueueProtocol.Subscribe(subscription, core.queueReplies), reply -> {
                    consuming.add(new Consuming.Consumer(subscription, use));
                    core.answer(method.noWait(), new BasicConsumeOk(consumerTag));
                }));
    }

    private String consumerTag(BasicConsume method) {
        if (method.consumerTag().isEmpty()) {
            return ServerNames.consumerTag();
        }
        if (consuming.find(method.consumerTag()) != null) {
            throw new AmqpException(
                    AmqpError.notAllowed("attempt to reuse consumer tag '" + method.consumerTag() + "'"));
        }
        return method.consumerTag();
    }

    /** Direct reply-to: the channel itself is the queue. */
    private void consumeReplies(BasicConsume method) {
        if (!method.noAck()) {
            throw new AmqpException(AmqpError.preconditionFailed("reply consumer cannot acknowledge"));
        }
        if (consuming.hasReplyConsumer()) {
            throw new AmqpException(AmqpError.preconditionFailed("reply consumer already set"));
        }
        String consumerTag = consumerTag(method);
        String name = Declaring.REPLY_QUEUE + "." + ServerNames.random();
        var reply = new QueueRef(name, 0, 1, false, Optional.empty(), replyQueue);
        core.askHost(
                replyTo -> new VirtualHostActor.RegisterReplyConsumer(reply, replyTo),
                VirtualHostActor.Done.class,
                done -> {
                    var subscription = new Subscription(
                            consumerTag, true, false, 0, false, method.arguments(), core.settings.name());
                    consuming.add(new Consuming.Consumer(subscription, null));
                    replyName = name;
                    replyConsumerTag = consumerTag;
                    core.answer(method.noWait(), new BasicConsumeOk(consumerTag));
                });
    }

    /** The name under which this channel takes direct replies; empty when it takes none. */
    String replyName() {
        return replyName;
    }

    /** A direct reply came. One that comes after the consumer was cancelled has nobody to go to. */
    void onReplies(QueueProtocol.Enqueue replies) {
        if (!replyConsumerTag.isEmpty()) {
            consuming.onReplyMessages(replyConsumerTag, replies);
        }
        replies.publisher().tell(new QueueProtocol.Enqueued(replies.batchId(), List.of(), replyQueue));
    }

    private void cancel(BasicCancel method) {
        String consumerTag = method.consumerTag();
        Consuming.Consumer consumer = consuming.find(consumerTag);
        if (consumer == null) {
            core.answer(method.noWait(), new BasicCancelOk(consumerTag));
        } else if (consumer.queue() == null) {
            consuming.remove(consumerTag);
            replyName = "";
            replyConsumerTag = "";
            core.answer(method.noWait(), new BasicCancelOk(consumerTag));
        } else if (core.queues.of(consumer.queue().queue.actor()) == null) {
            // its queue has failed and nobody is in its place yet who could answer; the one that will be does not hear
            // of it
            consuming.remove(consumerTag);
            core.answer(method.noWait(), new BasicCancelOk(consumerTag));
        } else {
            core.askQueue(consumer.queue(), new QueueProtocol.Cancel(consumerTag, core.queueReplies), reply -> {
                consuming.remove(consumerTag);
                core.answer(method.noWait(), new BasicCancelOk(consumerTag));
            });
        }
    }
}
