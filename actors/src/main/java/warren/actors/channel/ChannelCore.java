package warren.actors.channel;

import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.jspecify.annotations.Nullable;
import warren.actors.AmqpError;
import warren.actors.access.Grant;
import warren.actors.access.Permissions;
import warren.actors.access.Permissions.Right;
import warren.actors.exchange.ExchangeRef;
import warren.actors.exchange.QueueRef;
import warren.actors.queue.QueueProtocol;
import warren.actors.vhost.VirtualHostActor;
import warren.transport.method.Method;
import warren.transport.method.ReplyCode;

/**
 * What the parts of a channel share: who it is, the way to its client, the queues it knows, and the one question to another actor that
 * it may have open. While a question is open the channel handles no further command of its client.
 */
final class ChannelCore {
    final ChannelSettings settings;
    final ChannelOutput output;
    final QueueDirectory queues;
    final Firehose firehose;
    final ChannelEvents events;
    final ChannelTraffic traffic = new ChannelTraffic();
    final ActorRef<QueueProtocol.Reply> queueReplies;
    private final ActorRef<VirtualHostActor.Reply> hostReplies;
    private Permissions permissions;
    private Grant grant;
    private @Nullable Question<?> open;
    private String lastQueue = "";

    /** An open question; {@code queue} is null when the virtual host was asked. */
    private record Question<R>(@Nullable QueueRef queue, Class<R> replyType, Consumer<R> then) {
        void answer(Object reply) {
            then.accept(replyType.cast(reply));
        }
    }

    ChannelCore(
            ActorContext<ChannelActor.Message> context,
            ChannelSettings settings,
            Firehose firehose,
            ChannelEvents events,
            ActorRef<QueueProtocol.Reply> queueReplies,
            ActorRef<VirtualHostActor.Reply> hostReplies) {
        this.settings = settings;
        this.queueReplies = queueReplies;
        this.hostReplies = hostReplies;
        this.grant = settings.grant();
        this.permissions = Permissions.of(grant);
        this.firehose = firehose;
        this.events = events;
        ActorRef<ChannelActor.Message> self = context.getSelf();
        this.output = new ChannelOutput(
                settings.number(),
                settings.socket(),
                settings.frameMaxBytes(),
                bytes -> self.tell(new ChannelActor.Taken(bytes)));
        this.queues = new QueueDirectory(queue -> context.watchWith(queue.actor(), new ChannelActor.QueueGone(queue)));
    }

    /** What the client holds goes back, and before anybody hears that the channel has ended. */
    void leaveQueues() {
        queues.flushSettlements(queueReplies);
        queues.all().forEach(use -> use.queue.actor().tell(new QueueProtocol.Detach(queueReplies)));
    }

    Grant grant() {
        return grant;
    }

    void replaceGrant(Grant changed) {
        grant = changed;
        permissions = Permissions.of(changed);
    }

    /** Sends a method unless the client asked for no answer. */
    void answer(boolean noWait, Method method) {
        if (!noWait) {
            output.method(method);
        }
    }

    Optional<AmqpError> refusalOnQueue(Right right, String queue) {
        return permissions.refuseQueue(right, queue);
    }

    Optional<AmqpError> refusalOnExchange(Right right, String exchange) {
        return permissions.refuseExchange(right, exchange);
    }

    void requireOnQueue(Right right, String queue) {
        refuse(permissions.refuseQueue(right, queue));
    }

    void requireOnExchange(Right right, String exchange) {
        refuse(permissions.refuseExchange(right, exchange));
    }

    /** True when the routing keys of this exchange matter, if it is a topic exchange. */
    boolean limitsTopics(String exchange) {
        return permissions.limitsTopics(exchange);
    }

    /** The client may publish to this exchange, or bind to it, with such a key; matters for topic exchanges only. */
    void requireOnTopic(Right right, ExchangeRef exchange, String routingKey) {
        if (exchange.type().equals("topic")) {
            refuse(permissions.refuseTopic(right, exchange.name(), routingKey));
        }
    }

    /** Ends the command with this error, if there is one. */
    static void refuse(Optional<AmqpError> error) {
        if (error.isPresent()) {
            throw new AmqpException(error.get());
        }
    }

    /** The queue that a method means: the last one declared on this channel when it names none. */
    String queueName(String named) {
        String name = named.isEmpty() ? lastQueue : named;
        if (name.isEmpty()) {
            throw new AmqpException(AmqpError.notFound("no previously declared queue"));
        }
        return name;
    }

    void rememberQueue(String queue) {
        lastQueue = queue;
    }

    boolean hasOpenQuestion() {
        return open != null;
    }

    /** Asks the virtual host; a refusal ends the command with its error. */
    <R extends VirtualHostActor.Reply> void askHost(HostQuestion question, Class<R> replyType, Consumer<R> then) {
        open = new Question<>(null, replyType, then);
        VirtualHostActor.Command command = question.askedBy(hostReplies);
        settings.host()
                .tell(
                        command instanceof VirtualHostActor.Lookup
                                ? command
                                : new VirtualHostActor.InNameOf(grant.user(), command));
    }

    /** Makes the command that asks the virtual host. */
    interface HostQuestion {
        VirtualHostActor.Command askedBy(ActorRef<VirtualHostActor.Reply> replyTo);
    }

    /** Asks a queue; a refusal ends the command with its error. When it ends before it answers the command is handled anew. */
    void askQueue(QueueUse use, QueueProtocol.Command command, Consumer<QueueProtocol.Reply> then) {
        open = new Question<>(use.queue, QueueProtocol.Reply.class, then);
        use.queue.actor().tell(command);
    }

    void onHostReply(VirtualHostActor.Reply reply) {
        Question<?> question = takeOpen();
        if (reply instanceof VirtualHostActor.Refused refused) {
            if (refused.error().code() == ReplyCode.INTERNAL_ERROR) {
                // a defect of ours: it costs this channel, not the connection
                throw new IllegalStateException("the virtual host failed at a request of this channel");
            }
            throw new AmqpException(refused.error());
        }
        question.answer(reply);
    }

    void onQueueReply(QueueProtocol.Reply reply) {
        Question<?> question = takeOpen();
        if (reply instanceof QueueProtocol.Refused refused) {
            throw new AmqpException(refused.error());
        }
        question.answer(reply);
    }

    /** A queue's actor ended: nothing more comes from it. Returns true when it was asked; the command has to be handled anew. */
    boolean onQueueGone(QueueRef queue) {
        queues.forget(queue);
        Question<?> question = open;
        if (question != null && queue.equals(question.queue())) {
            open = null;
            return true;
        }
        return false;
    }

    private Question<?> takeOpen() {
        Question<?> question = open;
        if (question == null) {
            throw new IllegalStateException("an answer to no question");
        }
        open = null;
        return question;
    }

    /** Finds a queue by name and goes on with it; an unknown one, or one of another connection, ends the command. */
    void withQueue(String name, Consumer<QueueUse> then) {
        QueueUse known = queues.find(name);
        if (known != null) {
            requireUnlocked(known.queue);
            then.accept(known);
            return;
        }
        askHost(
                replyTo -> new VirtualHostActor.FindQueues(java.util.List.of(name), replyTo),
                VirtualHostActor.QueuesFound.class,
                found -> {
                    QueueRef queue = found.queues().get(name);
                    if (found.down().contains(name)) {
                        throw new AmqpException(AmqpError.notFound(
                                AmqpError.queue(name, settings.virtualHost()) + " has crashed and failed to restart"));
                    }
                    if (queue == null) {
                        throw new AmqpException(AmqpError.noQueue(name, settings.virtualHost()));
                    }
                    requireUnlocked(queue);
                    then.accept(queues.use(queue));
                });
    }

    void requireUnlocked(QueueRef queue) {
        if (queue.owner().isPresent() && !queue.owner().get().equals(settings.connection())) {
            throw new AmqpException(AmqpError.locked(queue.name(), settings.virtualHost()));
        }
    }
}
