package warren.actors.channel;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.jspecify.annotations.Nullable;
import warren.actors.AmqpError;
import warren.actors.Question;
import warren.actors.access.Grant;
import warren.actors.exchange.ExchangeActor;
import warren.actors.exchange.ExchangeRef;
import warren.actors.exchange.QueueRef;
import warren.actors.failure.Witness;
import warren.actors.feed.Feeds;
import warren.actors.info.BrokerEvent;
import warren.actors.info.ChannelInfo;
import warren.actors.queue.QueueProtocol;
import warren.actors.vhost.VirtualHostActor;
import warren.transport.frame.Command;
import warren.transport.frame.Content;
import warren.transport.method.BasicPublish;
import warren.transport.method.ChannelOpenOk;
import warren.transport.method.Method;

/**
 * One channel: handles its client's commands one after the other, in their order. Its parent is the connection, which sends it the
 * commands and closes it; it talks to exchanges, queues and the virtual host, and watches whoever owes it an answer.
 *
 * <ul>
 *   <li>A command that could observe a publish waits until the publishes before it are on their way to their queues.
 *   <li>An error of the client ends the channel: the connection hears {@link Failed} and tells the client; what was unacknowledged goes
 *       back to its queues. So it does when this actor fails or is stopped.
 * </ul>
 */
public final class ChannelActor extends AbstractBehavior<ChannelActor.Message> {
    /** What a channel can be told. */
    public sealed interface Message {}

    /** Commands of the client, in order. Each is answered, when it is done with, by a part of {@link Released}. */
    public record HandleCommands(List<Command> commands) implements Message {}

    /** The connection closes: end after all that came before. */
    public record Finish() implements Message {}

    /** The user's rights changed. */
    public record ReplaceGrant(Grant grant) implements Message {}

    /** A picture for an operator. */
    public record Describe(ActorRef<ChannelInfo> replyTo) implements Message {}

    record Taken(int bytes) implements Message {}

    record QueueGone(QueueRef queue) implements Message {}

    private record FromQueue(QueueProtocol.Reply reply) implements Message {}

    private record CoordinatorGone() implements Message {}

    private record FromHost(VirtualHostActor.Reply reply) implements Message {}

    private record FromExchange(ExchangeActor.Routed reply) implements Message {}

    private record ToReplyQueue(QueueProtocol.Command command) implements Message {}

    private record ExchangeGone(ExchangeRef exchange) implements Message {}

    private record QueueFate(QueueRef gone, Optional<QueueRef> successor, boolean isDown) implements Message {}

    private record ExchangeFate(ExchangeRef gone, boolean isDeleted) implements Message {}

    /** What the connection hears. */
    public sealed interface Notice {
        int channel();
    }

    /** Commands of this weight are done with. */
    public record Released(int channel, long bytes) implements Notice {}

    /** The client closed the channel: nothing of it is left; close-ok may go out. */
    public record Closed(int channel) implements Notice {}

    /** A queue has had too much of what was published here: read nothing for so long. */
    public record TooFast(int channel, long nanos) implements Notice {}

    /** The client erred; whether that ends the channel or the connection is up to the code. The channel itself has ended. */
    public record Failed(int channel, AmqpError error, int classId, int methodId) implements Notice {}

    /** The part of a command's weight that does not come from its content. */
    private static final int WEIGHT_OF_COMMAND = 64;

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** What a command counts for in flow control, in bytes. */
    public static long weightOf(Content content) {
        return WEIGHT_OF_COMMAND + (long) content.body().length + content.propertyBytes().length;
    }

    /** A channel that has just been opened. */
    public static Behavior<Message> create(ChannelSettings settings, ActorRef<Notice> connection) {
        return Witness.of("channel", Behaviors.setup(context -> {
            BrokerEvent.publish(context.getSystem(), new BrokerEvent.ChannelOpened());
            return new ChannelActor(context, settings, connection);
        }));
    }

    private final ChannelSettings settings;
    private final ActorRef<Notice> connection;
    private final ChannelCore core;
    private final Publishing publishing;
    private final Consuming consuming;
    private final PublishMethod publishMethod;
    private final ChannelMethods methods;
    private final ArrayDeque<Command> inbox = new ArrayDeque<>();
    /** Only while it waits for an answer: it keeps its body alive. */
    private @Nullable Command current;

    private @Nullable Method currentMethod;
    /** The client erred: what it published before still goes to its queues, then the channel ends. */
    private @Nullable AmqpError failure;

    private long released;
    private boolean finishing;

    private ChannelActor(ActorContext<Message> context, ChannelSettings settings, ActorRef<Notice> connection) {
        super(context);
        this.settings = settings;
        this.connection = connection;
        core = new ChannelCore(
                context,
                settings,
                Firehose.of(context.getSystem(), settings),
                new ChannelEvents(Feeds.get(context.getSystem()).events(), settings),
                context.messageAdapter(QueueProtocol.Reply.class, FromQueue::new),
                context.messageAdapter(VirtualHostActor.Reply.class, FromHost::new));
        publishing = new Publishing(
                core,
                context.messageAdapter(ExchangeActor.Routed.class, FromExchange::new),
                exchange -> context.watchWith(exchange.actor(), new ExchangeGone(exchange)));
        consuming = new Consuming(core);
        var basics = new BasicMethods(
                core, consuming, context.messageAdapter(QueueProtocol.Command.class, ToReplyQueue::new));
        publishMethod = new PublishMethod(core, publishing, basics);
        methods = new ChannelMethods(
                core,
                publishing,
                consuming,
                publishMethod,
                basics,
                coordinator -> context.watchWith(coordinator, new CoordinatorGone()));
        core.events.opened();
        core.output.method(new ChannelOpenOk());
        core.output.flush();
    }

    @Override
    public Receive<Message> createReceive() {
        return newReceiveBuilder()
                .onMessage(HandleCommands.class, this::onHandleCommands)
                .onMessage(FromQueue.class, this::onFromQueue)
                .onMessage(Taken.class, this::onTaken)
                .onMessage(FromExchange.class, this::onFromExchange)
                .onMessage(FromHost.class, this::onFromHost)
                .onMessage(ToReplyQueue.class, this::onToReplyQueue)
                .onMessage(QueueGone.class, this::onQueueGone)
                .onMessage(QueueFate.class, this::onQueueFate)
                .onMessage(ExchangeGone.class, this::onExchangeGone)
                .onMessage(ExchangeFate.class, this::onExchangeFate)
                .onMessage(CoordinatorGone.class, this::onCoordinatorGone)
                .onMessage(ReplaceGrant.class, this::onReplaceGrant)
                .onMessage(Describe.class, this::onDescribe)
                .onMessage(Finish.class, this::onFinish)
                .onSignal(PostStop.class, this::onPostStop)
                .build();
    }

    private Behavior<Message> onHandleCommands(HandleCommands process) {
        if (failure == null) {
            inbox.addAll(process.commands());
        }
        return proceed(() -> {});
    }

    private Behavior<Message> onFromQueue(FromQueue answer) {
        QueueProtocol.Reply reply = answer.reply();
        return proceed(() -> {
            if (reply instanceof QueueProtocol.Deliver deliver) {
                consuming.onDeliver(deliver);
            } else if (reply instanceof QueueProtocol.Enqueued enqueued) {
                publishing.onEnqueued(enqueued);
            } else if (reply instanceof QueueProtocol.TooFast pause) {
                connection.tell(new TooFast(settings.number(), pause.nanos()));
            } else if (reply instanceof QueueProtocol.Fenced fenced) {
                core.queues.onFenced(fenced.queue());
            } else if (reply instanceof QueueProtocol.NotSupported no) {
                throw new AmqpException(no.error());
            } else if (reply instanceof QueueProtocol.AckTimedOut late) {
                // no method of the client is to blame
                currentMethod = null;
                throw new AmqpException(AmqpError.ackTimedOut(settings.number(), late.timeoutMillis()));
            } else if (!consuming.onReply(reply)) {
                core.onQueueReply(reply);
            }
        });
    }

    private Behavior<Message> onTaken(Taken taken) {
        core.output.onTaken(taken.bytes(), core.queueReplies);
        return this;
    }

    private Behavior<Message> onFromExchange(FromExchange answer) {
        return proceed(() -> publishing.onRouted(answer.reply()));
    }

    private Behavior<Message> onFromHost(FromHost answer) {
        return proceed(() -> core.onHostReply(answer.reply()));
    }

    private Behavior<Message> onToReplyQueue(ToReplyQueue message) {
        return proceed(() -> methods.onReplyQueue(message.command()));
    }

    private Behavior<Message> onQueueGone(QueueGone signal) {
        QueueRef gone = signal.queue();
        boolean again = core.onQueueGone(gone);
        Question.<Message, VirtualHostActor.Command, VirtualHostActor.Reply>ask(
                getContext(),
                settings.host(),
                PATIENCE,
                replyTo -> new VirtualHostActor.FindQueues(List.of(gone.name()), replyTo),
                reply -> fate(reply, gone));
        return proceed(() -> {
            if (again && current != null) {
                methods.handle(current);
            }
        });
    }

    /** The restarted queue; a new one of the same name is no successor. */
    private static QueueFate fate(Optional<VirtualHostActor.Reply> reply, QueueRef gone) {
        if (!(reply.orElse(null) instanceof VirtualHostActor.QueuesFound found)) {
            return new QueueFate(gone, Optional.empty(), true);
        }
        QueueRef present = found.queues().get(gone.name());
        var successor = Optional.ofNullable(present).filter(queue -> queue.id() == gone.id());
        return new QueueFate(gone, successor, found.down().contains(gone.name()));
    }

    private Behavior<Message> onQueueFate(QueueFate fate) {
        return proceed(() -> {
            QueueRef successor = fate.successor().orElse(null);
            publishing.onQueueGone(fate.gone(), successor, fate.isDown());
            consuming.onQueueGone(fate.gone(), successor);
        });
    }

    private Behavior<Message> onExchangeGone(ExchangeGone signal) {
        ExchangeRef gone = signal.exchange();
        publishMethod.forget(gone.name());
        Question.<Message, VirtualHostActor.Command, VirtualHostActor.Reply>ask(
                getContext(),
                settings.host(),
                PATIENCE,
                replyTo -> new VirtualHostActor.FindExchange(gone.name(), replyTo),
                reply -> new ExchangeFate(gone, isDeleted(reply)));
        return this;
    }

    private static boolean isDeleted(Optional<VirtualHostActor.Reply> reply) {
        return reply.orElse(null) instanceof VirtualHostActor.ExchangeFound it
                && it.exchange().isEmpty();
    }

    private Behavior<Message> onExchangeFate(ExchangeFate fate) {
        return proceed(() -> {
            if (publishing.onExchangeGone(fate.gone(), fate.isDeleted()) && fate.isDeleted()) {
                throw new AmqpException(AmqpError.noExchange(fate.gone().name(), settings.virtualHost()));
            }
        });
    }

    private Behavior<Message> onCoordinatorGone(CoordinatorGone signal) {
        return proceed(methods::onCoordinatorGone);
    }

    private Behavior<Message> onReplaceGrant(ReplaceGrant change) {
        core.replaceGrant(change.grant());
        return this;
    }

    private Behavior<Message> onDescribe(Describe command) {
        command.replyTo().tell(methods.describe(getContext().getSelf().path().name()));
        return this;
    }

    private Behavior<Message> onFinish(Finish command) {
        finishing = true;
        return proceed(() -> {});
    }

    private Behavior<Message> onPostStop(PostStop signal) {
        core.leaveQueues();
        consuming.ended();
        core.events.closed();
        var last = methods.describe(getContext().getSelf().path().name());
        BrokerEvent.publish(getContext().getSystem(), new BrokerEvent.ChannelClosed(last));
        return this;
    }

    /** Does a step, goes on with the client's commands as far as possible, and sends what came of it. The one place for its errors. */
    private Behavior<Message> proceed(Runnable step) {
        try {
            step.run();
            handleInbox();
        } catch (AmqpException e) {
            failure = failure == null ? e.error() : failure;
            inbox.clear();
            publishing.send();
        }
        if (failure != null && isIdle()) {
            return fail(failure);
        }
        core.queues.flushSettlements(core.queueReplies);
        core.output.flush();
        release();
        if (methods.isClosed()) {
            core.leaveQueues();
            connection.tell(new Closed(settings.number()));
            return Behaviors.stopped();
        }
        boolean isFinished =
                finishing && inbox.isEmpty() && isIdle() && core.queues.areSettlementsSafe(core.queueReplies);
        return isFinished ? Behaviors.stopped() : this;
    }

    private void handleInbox() {
        while (handleCommands() && methods.commitIfTaken()) {
            // what stands behind a commit that is answered at once is next
        }
    }

    /** False when the next one has to wait for those before it. */
    private boolean handleCommands() {
        while (!inbox.isEmpty() && !core.hasOpenQuestion() && !methods.isCommitting() && !methods.isClosed()) {
            Command next = inbox.peekFirst();
            if ((CommandOrder.observesPublishes(next.method()) && !arePublishesOnTheirWay())
                    || (CommandOrder.isAnswered(next.method()) && !core.queues.areSettlementsSafe(core.queueReplies))) {
                return false;
            }
            inbox.removeFirst();
            current = next;
            currentMethod = next.method();
            methods.handle(next);
            if (!(next.method() instanceof BasicPublish)) {
                released += weightOf(next.content());
            }
        }
        if (!core.hasOpenQuestion()) {
            current = null;
            publishing.send();
        }
        return true;
    }

    private boolean arePublishesOnTheirWay() {
        publishing.send();
        core.queues.flushSettlements(core.queueReplies);
        return !core.hasOpenQuestion() && !publishing.isRouting();
    }

    private boolean isIdle() {
        return !core.hasOpenQuestion() && !publishing.isRouting() && (failure != null || !methods.isCommitting());
    }

    private void release() {
        long bytes = released + publishing.takeReleased();
        released = 0;
        if (bytes > 0) {
            connection.tell(new Released(settings.number(), bytes));
        }
    }

    private Behavior<Message> fail(AmqpError error) {
        core.output.flush();
        core.leaveQueues();
        int classId = currentMethod == null ? 0 : currentMethod.classId();
        int methodId = currentMethod == null ? 0 : currentMethod.methodId();
        connection.tell(new Failed(settings.number(), error, classId, methodId));
        return Behaviors.stopped();
    }
}
