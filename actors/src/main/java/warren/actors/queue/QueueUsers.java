package warren.actors.queue;

import java.util.ArrayDeque;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import warren.actors.AmqpError;
import warren.actors.queue.QueueProtocol.AckTimedOut;
import warren.actors.queue.QueueProtocol.Cancel;
import warren.actors.queue.QueueProtocol.Cancelled;
import warren.actors.queue.QueueProtocol.Command;
import warren.actors.queue.QueueProtocol.Delivery;
import warren.actors.queue.QueueProtocol.Detach;
import warren.actors.queue.QueueProtocol.Get;
import warren.actors.queue.QueueProtocol.Got;
import warren.actors.queue.QueueProtocol.GotNothing;
import warren.actors.queue.QueueProtocol.GrantPermits;
import warren.actors.queue.QueueProtocol.LimitByChannel;
import warren.actors.queue.QueueProtocol.PermitsReturned;
import warren.actors.queue.QueueProtocol.PermitsWanted;
import warren.actors.queue.QueueProtocol.Refused;
import warren.actors.queue.QueueProtocol.Reply;
import warren.actors.queue.QueueProtocol.Subscribe;
import warren.actors.queue.QueueProtocol.Subscribed;

/** The channels that take messages from a queue: their coming, their going, and their gets. The actor dispatches after each call. */
final class QueueUsers {
    private final ActorContext<Command> context;
    private final QueueState state;
    /** As RabbitMQ spells it. */
    private final String queue;

    private final boolean isQuorum;
    private final boolean isStore;
    private final boolean isOfDelayed;
    private final Departures departures;
    private final Lifetime lifetime;
    /** Those that wait for the next message to come from disk, or for their turn. */
    private final ArrayDeque<Get> gets = new ArrayDeque<>(1);

    QueueUsers(
            ActorContext<Command> context,
            QueueSettings settings,
            QueueState state,
            Departures departures,
            Lifetime lifetime) {
        this.context = context;
        this.queue = AmqpError.queue(settings.name(), settings.virtualHost());
        this.isStore = ExchangeStore.isOne(settings.name());
        this.isOfDelayed = ExchangeStore.isOfDelayed(settings.name());
        this.isQuorum = QueueSettings.isQuorum(settings.arguments());
        this.state = state;
        this.departures = departures;
        this.lifetime = lifetime;
    }

    void subscribe(Subscribe command) {
        Subscription subscription = command.subscription();
        Optional<AmqpError> refusal = refuse(subscription);
        if (refusal.isPresent()) {
            command.channel().tell(new Refused(subscription.consumerTag(), refusal.get()));
            return;
        }
        watch(command.channel());
        state.handedOut.addBefore(command.delivered());
        state.subscribe(subscription, command.channel());
        command.channel().tell(new Subscribed(subscription.consumerTag(), context.getSelf()));
    }

    private Optional<AmqpError> refuse(Subscription subscription) {
        if (isOfDelayed || (isStore && !subscription.exclusive())) {
            return Optional.of(internal());
        }
        if (isQuorum) {
            // as in RabbitMQ, such a queue knows no exclusive consumers
            return subscription.limitedByChannel()
                    ? Optional.of(AmqpError.notImplemented(queue + " does not support global qos"))
                    : Optional.empty();
        }
        boolean isInUse = state.consumers.exclusive() != null
                || (subscription.exclusive() && (state.consumers.serveOne() || !state.consumers.isEmpty()));
        return isInUse ? Optional.of(AmqpError.accessRefused(queue + " in exclusive use")) : Optional.empty();
    }

    private AmqpError internal() {
        return AmqpError.accessRefused(queue + " is internal");
    }

    void cancel(Cancel command) {
        QueueConsumer consumer = state.consumers.find(command.channel(), command.consumerTag());
        if (consumer != null) {
            state.consumers.remove(consumer);
            lifetime.consumersLeft();
        }
        command.channel().tell(new Cancelled(command.consumerTag()));
    }

    void limitByChannel(LimitByChannel command) {
        QueueConsumer consumer = state.consumers.find(command.channel(), command.consumerTag());
        if (consumer != null) {
            consumer.limitedByChannel = true;
        }
    }

    void detach(Detach command) {
        ChannelLink link = state.links.find(command.channel());
        if (link == null) {
            return;
        }
        context.unwatch(command.channel());
        if (state.detach(link, departures::comeBack)) {
            lifetime.consumersLeft();
        }
        departures.dropOverflow();
    }

    void grantPermits(GrantPermits command) {
        QueueConsumer consumer = state.consumers.find(command.channel(), command.consumerTag());
        if (consumer == null) {
            command.channel().tell(new PermitsReturned(command.consumerTag(), command.permits()));
            return;
        }
        consumer.waitsForPermits = false;
        consumer.permits += command.permits();
        state.consumers.enter(consumer);
    }

    /** What the consumer has no use for now others of its channel may have. */
    void returnPermits(GrantPermits command) {
        QueueConsumer consumer = state.consumers.find(command.channel(), command.consumerTag());
        if (consumer != null && consumer.permits > 0) {
            command.channel().tell(new PermitsReturned(command.consumerTag(), consumer.permits));
            consumer.permits = 0;
        }
    }

    /** Tells the channels whose clients hold a message for too long. */
    void timeOut() {
        for (ChannelLink link : state.heldMessages.takeOverdue()) {
            link.channel.tell(new AckTimedOut(state.heldMessages.timeoutMillis()));
        }
        state.heldMessages.takeToWarn().forEach(this::warn);
    }

    private void warn(ChannelLink link, QueuedMessage message) {
        QueueConsumer holder = message.holder;
        context.getLog()
                .warn(
                        "{}: {} has held a message for more than {} s without settling it; it holds {} of this queue",
                        queue,
                        holder == null
                                ? "a client that got it by basic.get"
                                : "consumer '" + holder.subscription.consumerTag() + "' on channel "
                                        + holder.subscription.channelName(),
                        state.heldMessages.warningMillis() / 1_000,
                        link.unacknowledged.size());
    }

    /** Sends what was handed out, and asks those whose channels limit them whether they could have more. */
    void deliver() {
        for (ChannelLink link : state.links.takeTouched()) {
            link.deliver(context.getSelf());
        }
        for (QueueConsumer consumer : state.consumers.takeLackingPermits()) {
            consumer.link.channel.tell(
                    new PermitsWanted(consumer.subscription.consumerTag(), state.ready.size() + 1, context.getSelf()));
        }
    }

    void get(Get command) {
        lifetime.used();
        if (isStore) {
            command.channel().tell(new Refused("", internal()));
        } else if (isQuorum && state.consumers.serveOne()) {
            command.channel().tell(new Refused("", AmqpError.lockedForGet(queue)));
        } else {
            gets.addLast(command);
        }
    }

    /** Answers the gets that can be answered now. They go before the consumers. */
    void answerGets() {
        while (!gets.isEmpty() && (state.ready.hasNext() || state.ready.isEmpty())) {
            answer(gets.removeFirst());
        }
    }

    private void answer(Get command) {
        QueuedMessage message = state.poll();
        if (message == null && !state.ready.isEmpty()) {
            // what is in memory is reserved, and the next one has to come from disk
            gets.addFirst(command);
            return;
        }
        if (message == null) {
            state.traffic.gotNothing();
            command.channel().tell(new GotNothing());
            return;
        }
        watch(command.channel());
        state.traffic.got(command.noAck(), message.redelivered);
        var delivery = new Delivery("", message.offset, state.returns.forGet(message), message.redelivered);
        command.channel().tell(new Got(delivery, state.ready.size(), context.getSelf()));
        if (command.noAck()) {
            departures.forget(message);
        } else {
            state.hold(message, state.links.of(command.channel()), null);
        }
    }

    private void watch(ActorRef<Reply> channel) {
        ChannelLink link = state.links.of(channel);
        if (!link.watched) {
            link.watched = true;
            context.watchWith(channel, new Detach(channel));
        }
    }
}
