package warren.actors.vhost;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import warren.actors.AmqpError;
import warren.actors.definitions.DefinitionsLog;
import warren.actors.exchange.ExchangeActor;
import warren.actors.exchange.ExchangeRef;
import warren.actors.exchange.QueueRef;
import warren.actors.info.BindingInfo;
import warren.actors.info.ExchangeInfo;
import warren.actors.info.PolicyInfo;
import warren.actors.info.QueueInfo;
import warren.actors.queue.JointCommit;
import warren.actors.queue.QueueProtocol;
import warren.actors.queue.RecoveryTurns.Progress;
import warren.persistence.event.BindingDefinition;
import warren.persistence.event.ExchangeDefinition;
import warren.routing.message.FieldTable;

/**
 * One virtual host: the book of its exchanges, queues and bindings, and the parent of their actors.
 *
 * <p>Channels ask it for names and keep what they find; it tells nobody when something goes: they see that by death watch and ask
 * again. What is durable is recorded before the answer leaves. A queue or exchange actor that failed is started again here, with what
 * the book and the journal hold; one that fails too often stays down and says so in every list.
 */
public final class VirtualHostActor extends AbstractBehavior<VirtualHostActor.Command> {
    /** What a virtual host can be told. */
    public sealed interface Command {}

    /** One that changes nothing, so that it does not matter in whose name it is. */
    public sealed interface Lookup extends Request {}

    /** A channel, a connection or an operator waits for an answer. */
    public sealed interface Request extends Command {
        ActorRef<Reply> replyTo();
    }

    /** What follows from a request, or from what has happened: others rely on it. */
    sealed interface Consequence extends Command {}

    /**
     * Answered by {@link QueueDeclared} or {@link Refused}.
     *
     * @param refusalIfNew why this client may not make such a queue, though it may declare one that is there
     */
    public record DeclareQueue(
            QueueDeclaration queue, String connection, Optional<AmqpError> refusalIfNew, ActorRef<Reply> replyTo)
            implements Request {}

    /** In the name of a user, or of one of {@link warren.actors.feed.EventFeed}'s; what comes without is the broker's own doing. */
    public record InNameOf(String user, Command command) implements Command {}

    /** Answered by {@link QueuesFound}, once those that are being restarted are there again. */
    public record FindQueues(List<String> names, ActorRef<Reply> replyTo) implements Lookup {}

    /** Answered by {@link ExchangeFound}. */
    public record FindExchange(String name, ActorRef<Reply> replyTo) implements Lookup {}

    /** Answered by {@link ExchangeDeclared} or {@link Refused}. */
    public record DeclareExchange(ExchangeDefinition exchange, ActorRef<Reply> replyTo) implements Request {}

    /**
     * Answered by {@link QueueDeleted} (0 when there was none) or {@link Refused}. An operator has no connection, may delete exclusive
     * queues and is refused when there is no such queue.
     */
    public record DeleteQueue(
            String name, boolean ifUnused, boolean ifEmpty, Optional<String> connection, ActorRef<Reply> replyTo)
            implements Request {}

    /**
     * An operator changes a queue's arguments, and perhaps its durability, while it lives. Answered by {@link Done}, with persistent
     * messages on disk if it became durable, or by {@link Refused}.
     *
     * @param removed names of arguments that it has no longer
     */
    public record AlterQueue(
            String name, FieldTable set, List<String> removed, Optional<Boolean> durable, ActorRef<Reply> replyTo)
            implements Request {}

    /** An operator drops the ready messages. Answered by {@link QueueDeleted} with their number, or {@link Refused}. */
    public record PurgeQueue(String name, ActorRef<Reply> replyTo) implements Request {}

    /** Answered by {@link Done} or {@link Refused}. */
    public record DeleteExchange(String name, boolean ifUnused, ActorRef<Reply> replyTo) implements Request {}

    /** Answered by {@link Done}, after which every publish on any channel sees it, or by {@link Refused}. */
    public record Bind(BindingDefinition binding, String connection, ActorRef<Reply> replyTo) implements Request {}

    /** Answered by {@link Done} or {@link Refused}. */
    public record Unbind(BindingDefinition binding, String connection, ActorRef<Reply> replyTo) implements Request {}

    /** The connection ends: its exclusive queues go. Answered by {@link Done}. */
    public record ReleaseConnection(String connection, ActorRef<Reply> replyTo) implements Request {}

    /** A direct reply-to consumer began; the name stands for it as a queue until its actor ends. */
    public record RegisterReplyConsumer(QueueRef consumer, ActorRef<Reply> replyTo) implements Request {}

    /** A channel has to commit over several durable queues. Answered by {@link CoordinatorFound}. */
    public record FindCoordinator(ActorRef<Reply> replyTo) implements Lookup {}

    /** An operator wants to see what there is. */
    public sealed interface Listing extends Command {}

    /** All, or the one of this name if it is there. */
    public record ListQueues(Optional<String> only, ActorRef<List<QueueInfo>> replyTo) implements Listing {}

    public record ListExchanges(ActorRef<List<ExchangeInfo>> replyTo) implements Listing {}

    public record ListBindings(ActorRef<List<BindingInfo>> replyTo) implements Listing {}

    public record ListPolicies(ActorRef<List<PolicyInfo>> replyTo) implements Listing {}

    public record SetPolicy(PolicyInfo policy, ActorRef<Reply> replyTo) implements Request {}

    /** Answered by {@link Done}, or {@link Refused} when there is none of this name. */
    public record ClearPolicy(String name, boolean operator, ActorRef<Reply> replyTo) implements Request {}

    /** It is deleted, with all that it holds. */
    public record End() implements Command {}

    /** Messages for operators: the queue counts and the restarts of all its actors. */
    public record Count(ActorRef<Counts> replyTo) implements Listing {}

    /** It will be stopped. Answered by {@link Done} when what its queues were told before is on disk, or after five seconds. */
    public record Flush(ActorRef<Done> replyTo) implements Command {}

    /** No queue is made beyond this number, from now on; those that are there stay. */
    public record LimitQueues(OptionalLong max) implements Command {}

    /** An extension has said what it thinks of an exchange or a binding. */
    record Validated(Command request, Optional<String> refusal) implements Consequence {}

    record QueueUnused(QueueProtocol.Unused notice) implements Consequence {}

    record FromLog(DefinitionsLog.Reply reply) implements Consequence {}

    record BindingsChanged(ExchangeActor.BindingsChanged reply) implements Consequence {}

    record Restart(Optional<QueueEntry> queue, Optional<ExchangeEntry> exchange) implements Consequence {}

    /** {@code anew}: handles the request from the beginning. */
    record QueueAnswered(QueueEntry entry, Optional<QueueProtocol.Reply> answer, Command request, Runnable anew)
            implements Consequence {}

    private record ReplyConsumerGone(ActorRef<QueueProtocol.Command> channel) implements Command {}

    /** What asks of channels and connections are answered with. */
    public sealed interface Reply {}

    public record QueueDeclared(QueueRef queue) implements Reply {}

    /** Only those that exist; {@code down}: names of those that failed too often and have no actor. */
    public record QueuesFound(Map<String, QueueRef> queues, Set<String> down) implements Reply {}

    public record ExchangeFound(Optional<ExchangeRef> exchange) implements Reply {}

    public record ExchangeDeclared(ExchangeRef exchange) implements Reply {}

    public record CoordinatorFound(ActorRef<JointCommit.Command> coordinator) implements Reply {}

    public record QueueDeleted(long messages) implements Reply {}

    public record Done() implements Reply {}

    public record Refused(AmqpError error) implements Reply {}

    /** The answer to {@link Count}. {@code recovery}: that of its durable queues, {@code failures}: of queues and exchanges. */
    public record Counts(int queues, int exchanges, int restarts, Progress recovery, List<ChildFailure> failures) {}

    /** A virtual host; {@code started} hears its name once its definitions are recovered and all its actors run. */
    public static Behavior<Command> create(VirtualHostSettings settings, ActorRef<String> started) {
        return VirtualHostRecovery.create(settings, started);
    }

    private final VirtualHostBook book;
    private final QueueRequests queues;
    private final ExchangeRequests exchanges;
    private final ChildFailures failures;
    private final VirtualHostLists lists;
    private final ReplyConsumers replyConsumers;

    /** The running host, with the book as it was recovered. */
    VirtualHostActor(ActorContext<Command> context, VirtualHostBook book) {
        super(context);
        this.book = book;
        queues = new QueueRequests(context, book);
        exchanges = new ExchangeRequests(context, book);
        failures = new ChildFailures(context, book);
        lists = new VirtualHostLists(context, book);
        replyConsumers = new ReplyConsumers(channel -> context.watchWith(channel, new ReplyConsumerGone(channel)));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(InNameOf.class, this::onInNameOf)
                .onMessage(FindQueues.class, this::onFindQueues)
                .onMessage(FindExchange.class, this::onFindExchange)
                .onMessage(DeclareQueue.class, this::onDeclareQueue)
                .onMessage(DeclareExchange.class, this::onDeclareExchange)
                .onMessage(Validated.class, this::onValidated)
                .onMessage(DeleteQueue.class, this::onDeleteQueue)
                .onMessage(AlterQueue.class, this::onAlterQueue)
                .onMessage(PurgeQueue.class, this::onPurgeQueue)
                .onMessage(QueueAnswered.class, this::onQueueAnswered)
                .onMessage(DeleteExchange.class, this::onDeleteExchange)
                .onMessage(Bind.class, this::onBind)
                .onMessage(Unbind.class, this::onUnbind)
                .onMessage(BindingsChanged.class, this::onBindingsChanged)
                .onMessage(ReleaseConnection.class, this::onReleaseConnection)
                .onMessage(RegisterReplyConsumer.class, this::onRegisterReplyConsumer)
                .onMessage(ReplyConsumerGone.class, this::onReplyConsumerGone)
                .onMessage(FindCoordinator.class, this::onFindCoordinator)
                .onMessage(QueueUnused.class, this::onQueueUnused)
                .onMessage(FromLog.class, this::onFromLog)
                .onMessage(Restart.class, this::onRestart)
                .onMessage(Listing.class, this::onListing)
                .onMessage(SetPolicy.class, this::onSetPolicy)
                .onMessage(ClearPolicy.class, this::onClearPolicy)
                .onMessage(Flush.class, this::onFlush)
                .onMessage(LimitQueues.class, this::onLimitQueues)
                .onMessage(End.class, this::onEnd)
                .onSignal(ChildFailed.class, this::onChildFailed)
                .onSignal(Terminated.class, signal -> this)
                .build();
    }

    private Behavior<Command> onInNameOf(InNameOf envelope) throws Exception {
        book.events.begin(envelope.user());
        try {
            return receive(getContext(), envelope.command());
        } finally {
            book.events.end();
        }
    }

    private Behavior<Command> onFindQueues(FindQueues command) {
        queues.find(command, replyConsumers);
        return this;
    }

    private Behavior<Command> onFindExchange(FindExchange command) {
        Optional<ExchangeRef> found =
                Optional.ofNullable(book.state.exchange(command.name())).map(entry -> entry.ref);
        command.replyTo().tell(new ExchangeFound(found));
        return this;
    }

    private Behavior<Command> onDeclareQueue(DeclareQueue command) {
        queues.declare(command);
        return this;
    }

    private Behavior<Command> onDeclareExchange(DeclareExchange command) {
        exchanges.declare(command);
        return this;
    }

    private Behavior<Command> onValidated(Validated message) {
        exchanges.onValidated(message);
        return this;
    }

    private Behavior<Command> onDeleteQueue(DeleteQueue command) {
        queues.delete(command);
        return this;
    }

    private Behavior<Command> onAlterQueue(AlterQueue command) {
        queues.alter(command);
        return this;
    }

    private Behavior<Command> onPurgeQueue(PurgeQueue command) {
        queues.purge(command);
        return this;
    }

    private Behavior<Command> onQueueAnswered(QueueAnswered answered) {
        queues.onAnswered(answered);
        return this;
    }

    private Behavior<Command> onDeleteExchange(DeleteExchange command) {
        exchanges.delete(command);
        return this;
    }

    private Behavior<Command> onBind(Bind command) {
        exchanges.bind(command);
        return this;
    }

    private Behavior<Command> onUnbind(Unbind command) {
        exchanges.unbind(command);
        return this;
    }

    private Behavior<Command> onBindingsChanged(BindingsChanged changed) {
        book.bindingsChanged(changed.reply().exchange());
        return this;
    }

    private Behavior<Command> onReleaseConnection(ReleaseConnection command) {
        book.removeQueuesOf(command.connection(), () -> command.replyTo().tell(new Done()));
        return this;
    }

    private Behavior<Command> onRegisterReplyConsumer(RegisterReplyConsumer command) {
        replyConsumers.add(command.consumer());
        command.replyTo().tell(new Done());
        return this;
    }

    private Behavior<Command> onFindCoordinator(FindCoordinator command) {
        command.replyTo().tell(new CoordinatorFound(TransactionActor.of(getContext())));
        return this;
    }

    private Behavior<Command> onReplyConsumerGone(ReplyConsumerGone signal) {
        replyConsumers.gone(signal.channel());
        return this;
    }

    private Behavior<Command> onQueueUnused(QueueUnused command) {
        queues.deleteIfOver(command);
        return this;
    }

    private Behavior<Command> onFromLog(FromLog command) {
        book.recorder.onReply(command.reply());
        return this;
    }

    private Behavior<Command> onChildFailed(ChildFailed failure) {
        failures.onFailed(failure);
        return this;
    }

    private Behavior<Command> onRestart(Restart command) {
        command.queue().ifPresent(book::restart);
        command.exchange().ifPresent(book::restart);
        return this;
    }

    private Behavior<Command> onListing(Listing command) {
        lists.answer(command);
        return this;
    }

    private Behavior<Command> onSetPolicy(SetPolicy command) {
        book.policies.set(command.policy(), () -> command.replyTo().tell(new Done()));
        return this;
    }

    private Behavior<Command> onClearPolicy(ClearPolicy command) {
        book.policies.clear(command);
        return this;
    }

    private Behavior<Command> onLimitQueues(LimitQueues command) {
        book.state.queueLimit = command.max();
        return this;
    }

    private Behavior<Command> onFlush(Flush command) {
        queues.flush(command);
        return this;
    }

    private Behavior<Command> onEnd(End command) {
        book.events.hostDeleted(book.state);
        return Behaviors.stopped(book::purge);
    }
}
