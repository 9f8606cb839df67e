package warren.actors.queue;

import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.jspecify.annotations.Nullable;
import warren.actors.info.QueueInfo;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;
import warren.routing.message.Message;

/**
 * One queue: takes messages from channels, keeps them in publish order and hands each to one consumer until it is settled.
 *
 * <p>The rules are in {@link QueueState}; what the journal must hear is in {@link QueueJournal}; this class only translates. Its
 * parent is the virtual host, its child (of a durable queue) the {@link QueueLog}. Channels send it commands and watch it.
 *
 * <ul>
 *   <li>{@link Enqueued} is a promise: the messages of the batch are in the queue, the persistent ones of a durable queue on disk or
 *       already consumed.
 *   <li>It takes messages whether or not it can deliver any; it delivers no more than each channel's socket takes.
 *   <li>When a channel dies or detaches, what it held comes back to its place, marked redelivered, before anything newer goes out.
 *   <li>When this actor fails it stops. Its parent starts another, which recovers from the journal; channels see its end by death watch
 *       and ask the parent what became of the queue.
 * </ul>
 */
public final class QueueActor extends AbstractBehavior<QueueActor.Command> {
    /** What a queue can be told. */
    public sealed interface Command {}

    /** Messages in publish order. Answered by {@link Enqueued} with the same number once they are safe. */
    public record Enqueue(long batchId, List<Message> messages, ActorRef<Reply> publisher) implements Command {}

    /** A new consumer. Answered by {@link Subscribed} before its first delivery, or by {@link InExclusiveUse}. */
    public record Subscribe(Subscription subscription, ActorRef<Reply> channel) implements Command {}

    /** Ends a consumer; what it holds stays with its channel. Answered by {@link Cancelled} after its last delivery. */
    public record Cancel(String consumerTag, ActorRef<Reply> channel) implements Command {}

    /** Asks for one message. Answered by {@link Got} or {@link GotNothing}. */
    public record Get(boolean noAck, ActorRef<Reply> channel) implements Command {}

    /** The channel is done with deliveries. Offsets that it does not hold are duplicates and change nothing. */
    public record Settle(long[] offsets, Outcome outcome, ActorRef<Reply> channel) implements Command {}

    /** The channel's socket took this many deliveries of this queue. */
    public record Sent(int messages, long bodyBytes, ActorRef<Reply> channel) implements Command {}

    /** The answer to {@link PermitsWanted}: the channel-wide limit has room for so many more. */
    public record GrantPermits(String consumerTag, int permits, ActorRef<Reply> channel) implements Command {}

    /** From now on the channel's own limit counts for this consumer: ask for permits. */
    public record LimitByChannel(String consumerTag, ActorRef<Reply> channel) implements Command {}

    /** The channel ends or has ended; all that it holds comes back. */
    public record Detach(ActorRef<Reply> channel) implements Command {}

    /** Drops the ready messages. Answered by {@link Purged}. */
    public record Purge(ActorRef<Reply> replyTo) implements Command {}

    /** Answered by {@link Deleted}, after which the actor stops, or by {@link DeleteRefused}. */
    public record Delete(boolean ifUnused, boolean ifEmpty, ActorRef<Reply> replyTo) implements Command {}

    /** Answered by {@link Counted}. */
    public record Count(ActorRef<Reply> replyTo) implements Command {}

    /** A picture for an operator. */
    public record Describe(ActorRef<QueueInfo> replyTo) implements Command {}

    /** The journal answers. */
    record FromLog(QueueLog.Reply reply) implements Command {}

    /** What a channel hears from a queue. */
    public sealed interface Reply {}

    /** {@code rejected}: positions in the batch of the messages that the queue has no room for. */
    public record Enqueued(long batchId, List<Integer> rejected, ActorRef<Command> queue) implements Reply {}

    /** In the order in which the client must see them. */
    public record Deliver(List<Delivery> deliveries, ActorRef<Command> queue) implements Reply {}

    /** The queue could give this consumer so many if the channel-wide limit allows it. */
    public record PermitsWanted(String consumerTag, int count, ActorRef<Command> queue) implements Reply {}

    /** Granted permits that the queue has no use for. */
    public record PermitsReturned(String consumerTag, int count) implements Reply {}

    public record Subscribed(String consumerTag, ActorRef<Command> queue) implements Reply {}

    public record InExclusiveUse(String consumerTag) implements Reply {}

    public record Cancelled(String consumerTag) implements Reply {}

    /** {@code remaining}: ready messages left. */
    public record Got(Delivery delivery, long remaining, ActorRef<Command> queue) implements Reply {}

    public record GotNothing() implements Reply {}

    public record Purged(long count) implements Reply {}

    public record Deleted(long ready) implements Reply {}

    public record DeleteRefused(boolean inUse) implements Reply {}

    /** Ready messages and consumers. */
    public record Counted(long ready, int consumers) implements Reply {}

    /** One delivery; {@code consumerTag} is empty for basic.get. The offset names the message within its queue. */
    public record Delivery(String consumerTag, long offset, Message message, boolean redelivered) {}

    /** What becomes of settled deliveries. */
    public enum Outcome {
        ACKNOWLEDGED,
        REQUEUED,
        DISCARDED
    }

    /**
     * A consumer's wishes.
     *
     * @param prefetchCount 0 = no limit of its own
     * @param limitedByChannel the channel has a limit that all its consumers share: ask for permits
     * @param channelName for operators
     */
    public record Subscription(
            String consumerTag,
            boolean noAck,
            boolean exclusive,
            int prefetchCount,
            boolean limitedByChannel,
            FieldTable arguments,
            String channelName) {
        /** Argument x-priority: consumers of a higher one are served first. */
        long priority() {
            return arguments.get("x-priority").orElse(null) instanceof FieldValue.Int number ? number.value() : 0;
        }

        /** The same wishes; from now on the channel's limit counts too if {@code limited}. */
        public Subscription limitedByChannel(boolean limited) {
            return new Subscription(
                    consumerTag, noAck, exclusive, prefetchCount, limitedByChannel || limited, arguments, channelName);
        }
    }

    /** Tells the virtual host that the last consumer of an auto-delete queue went. */
    public record Unused(String queue, ActorRef<Command> ref) {}

    /** A queue; {@code owner} hears when an auto-delete queue is no longer used. A durable one first recovers what the journal holds. */
    public static Behavior<Command> create(QueueSettings settings, ActorRef<Unused> owner) {
        if (settings.durable()) {
            return QueueRecovery.create(settings, owner);
        }
        return Behaviors.setup(context -> new QueueActor(context, settings, owner, QueueState.of(settings), null));
    }

    private final QueueSettings settings;
    private final ActorRef<Unused> owner;
    private final QueueState state;
    private final ActorRef<Command> self;
    private final QueueJournal journal;

    /** The running queue; {@code log} is null when it is not durable. */
    QueueActor(
            ActorContext<Command> context,
            QueueSettings settings,
            ActorRef<Unused> owner,
            QueueState state,
            @Nullable ActorRef<QueueLog.Command> log) {
        super(context);
        this.settings = settings;
        this.owner = owner;
        this.state = state;
        this.journal = new QueueJournal(log, this::confirm);
        this.self = context.getSelf();
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Enqueue.class, this::onEnqueue)
                .onMessage(Settle.class, this::onSettle)
                .onMessage(Sent.class, this::onSent)
                .onMessage(FromLog.class, this::onFromLog)
                .onMessage(Get.class, this::onGet)
                .onMessage(Subscribe.class, this::onSubscribe)
                .onMessage(Cancel.class, this::onCancel)
                .onMessage(GrantPermits.class, this::onGrantPermits)
                .onMessage(LimitByChannel.class, this::onLimitByChannel)
                .onMessage(Detach.class, this::onDetach)
                .onMessage(Purge.class, this::onPurge)
                .onMessage(Delete.class, this::onDelete)
                .onMessage(Count.class, this::onCount)
                .onMessage(Describe.class, this::onDescribe)
                .build();
    }

    private Behavior<Command> onEnqueue(Enqueue command) {
        PublishTicket ticket = new PublishTicket(command.batchId(), command.publisher());
        List<Message> messages = command.messages();
        for (int i = 0; i < messages.size(); i++) {
            if (state.rejects(messages.get(i))) {
                ticket.rejected.add(i);
            } else {
                journal.enqueue(state.add(messages.get(i)), ticket);
                if (state.limit.rejectsPublish()) {
                    // what a consumer takes at once leaves room for the next
                    state.assign(this::forget);
                }
            }
        }
        if (ticket.unsafe == 0) {
            confirm(ticket);
        }
        return dispatch();
    }

    private Behavior<Command> onSettle(Settle command) {
        ChannelLink link = state.existingLink(command.channel());
        if (link == null) {
            return this;
        }
        for (long offset : command.offsets()) {
            QueuedMessage message = state.release(link, offset);
            if (message == null) {
                continue;
            }
            if (command.outcome() == Outcome.REQUEUED) {
                state.requeue(message);
            } else {
                forget(message);
            }
        }
        // as in RabbitMQ, what comes back counts before it is handed out again
        state.dropOverflow(this::forget);
        return dispatch();
    }

    private Behavior<Command> onSent(Sent command) {
        ChannelLink link = state.existingLink(command.channel());
        if (link != null) {
            state.sent(link, command.messages(), command.bodyBytes());
        }
        return dispatch();
    }

    private Behavior<Command> onFromLog(FromLog command) {
        journal.onReply(command.reply());
        return dispatch();
    }

    private Behavior<Command> onGet(Get command) {
        QueuedMessage message = state.get(command.noAck(), command.channel());
        if (message == null) {
            command.channel().tell(new GotNothing());
            return this;
        }
        watch(command.channel());
        var delivery = new Delivery("", message.offset, message.message, message.redelivered);
        command.channel().tell(new Got(delivery, state.ready.size(), self));
        if (command.noAck()) {
            forget(message);
        }
        return dispatch();
    }

    private Behavior<Command> onSubscribe(Subscribe command) {
        Subscription subscription = command.subscription();
        if (state.consumers.exclusive() != null || (subscription.exclusive() && !state.consumers.isEmpty())) {
            command.channel().tell(new InExclusiveUse(subscription.consumerTag()));
            return this;
        }
        watch(command.channel());
        state.subscribe(subscription, command.channel());
        command.channel().tell(new Subscribed(subscription.consumerTag(), self));
        return dispatch();
    }

    private Behavior<Command> onCancel(Cancel command) {
        QueueConsumer consumer = state.consumers.find(command.channel(), command.consumerTag());
        if (consumer != null) {
            state.consumers.remove(consumer);
            tellIfUnused();
        }
        command.channel().tell(new Cancelled(command.consumerTag()));
        return this;
    }

    private Behavior<Command> onGrantPermits(GrantPermits command) {
        QueueConsumer consumer = state.consumers.find(command.channel(), command.consumerTag());
        if (consumer == null) {
            command.channel().tell(new PermitsReturned(command.consumerTag(), command.permits()));
            return this;
        }
        consumer.waitsForPermits = false;
        consumer.permits += command.permits();
        state.consumers.enter(consumer);
        dispatch();
        if (consumer.permits > 0) {
            // it has no use for these now: others of its channel may
            command.channel().tell(new PermitsReturned(command.consumerTag(), consumer.permits));
            consumer.permits = 0;
        }
        return this;
    }

    private Behavior<Command> onLimitByChannel(LimitByChannel command) {
        QueueConsumer consumer = state.consumers.find(command.channel(), command.consumerTag());
        if (consumer != null) {
            consumer.limitedByChannel = true;
        }
        return this;
    }

    private Behavior<Command> onDetach(Detach command) {
        ChannelLink link = state.existingLink(command.channel());
        if (link == null) {
            return this;
        }
        getContext().unwatch(command.channel());
        if (state.detach(link)) {
            tellIfUnused();
        }
        state.dropOverflow(this::forget);
        return dispatch();
    }

    private Behavior<Command> onPurge(Purge command) {
        List<QueuedMessage> dropped = state.ready.clear();
        dropped.forEach(this::forget);
        command.replyTo().tell(new Purged(dropped.size()));
        return dispatch();
    }

    private Behavior<Command> onDelete(Delete command) {
        boolean inUse = command.ifUnused() && !state.consumers.isEmpty();
        if (inUse || (command.ifEmpty() && !state.ready.isEmpty())) {
            command.replyTo().tell(new DeleteRefused(inUse));
            return this;
        }
        command.replyTo().tell(new Deleted(state.ready.size()));
        return Behaviors.stopped();
    }

    private Behavior<Command> onCount(Count command) {
        command.replyTo().tell(new Counted(state.ready.size(), state.consumers.size()));
        return this;
    }

    private Behavior<Command> onDescribe(Describe command) {
        command.replyTo().tell(QueuePicture.of(settings, "running", state));
        return this;
    }

    /** Every command ends here: deliveries go out, the next write starts. */
    private Behavior<Command> dispatch() {
        state.assign(this::forget);
        state.dropOverflow(this::forget);
        for (ChannelLink link : state.takeTouched()) {
            if (link.hasOutgoing()) {
                link.channel.tell(new Deliver(link.takeOutgoing(), self));
            }
        }
        for (QueueConsumer consumer : state.takeLackingPermits()) {
            consumer.link.channel.tell(
                    new PermitsWanted(consumer.subscription.consumerTag(), state.ready.size() + 1, self));
        }
        journal.write();
        return this;
    }

    private void confirm(PublishTicket ticket) {
        ticket.publisher.tell(new Enqueued(ticket.batchId, ticket.rejected, self));
    }

    private void forget(QueuedMessage message) {
        state.forget(message);
        journal.settle(message);
    }

    private void watch(ActorRef<Reply> channel) {
        ChannelLink link = state.link(channel);
        if (!link.watched) {
            link.watched = true;
            getContext().watchWith(channel, new Detach(channel));
        }
    }

    private void tellIfUnused() {
        if (settings.autoDelete() && state.consumers.isEmpty()) {
            owner.tell(new Unused(settings.name(), self));
        }
    }
}
