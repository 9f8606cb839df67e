package warren.actors.queue;

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
import warren.actors.info.QueueInfo;
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
    public record Enqueue(long batchId, List<Message> messages, ActorRef<Reply> publisher) implements Step {}

    /** A new consumer. Answered by {@link Subscribed} before its first delivery, or by {@link Refused}. */
    public record Subscribe(Subscription subscription, ActorRef<Reply> channel) implements Command {}

    /** Ends a consumer; what it holds stays with its channel. Answered by {@link Cancelled} after its last delivery. */
    public record Cancel(String consumerTag, ActorRef<Reply> channel) implements Command {}

    /** Asks for one message. Answered by {@link Got}, {@link GotNothing} or {@link Refused}. */
    public record Get(boolean noAck, ActorRef<Reply> channel) implements Command {}

    /** The channel is done with deliveries. Offsets that it does not hold are duplicates and change nothing. */
    public record Settle(long[] offsets, Outcome outcome, ActorRef<Reply> channel) implements Step {}

    /** Answered by {@link Fenced} when what was settled before is on disk, or the disk has refused it. */
    public record Fence(ActorRef<Reply> channel) implements Step {}

    /**
     * A transaction's steps in a durable queue. They are answered like single ones; what the journal has to hear of them is durable
     * together or not at all, also with the shares of other queues if there is a {@code joint} commit.
     */
    public record Commit(List<Step> steps, Optional<JointCommit> joint) implements Command {}

    /** All queues are prepared; {@code jointWrite} is 0 when the others are not waited for any more. */
    public record WriteShare(long jointId, long jointWrite) implements Command {}

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

    /**
     * Answered by {@link Deleted}, after which the actor stops, or by {@link DeleteRefused}.
     *
     * @param ifOver only if it is still as it was when it said {@link Unused}
     */
    public record Delete(boolean ifUnused, boolean ifEmpty, boolean ifOver, ActorRef<Reply> replyTo)
            implements Command {}

    /** A declaration of a queue that is there. Answered by {@link Counted}. */
    public record Count(ActorRef<Reply> replyTo) implements Command {}

    /** Other rules than until now. */
    public record SetRules(QueueRules rules) implements Command {}

    /**
     * What the queue holds and gets is kept on disk from now on. Answered by {@link Enqueued} when all persistent messages are there;
     * until then other commands wait.
     */
    public record MakeDurable(String persistenceId, ActorRef<Reply> replyTo) implements Command {}

    /** A picture for an operator. */
    public record Describe(ActorRef<QueueInfo> replyTo) implements Command {}

    /** Other queues have taken this batch of dead letters, or there are none that want it. */
    public record Buried(long batchId) implements Command {}

    /** A durable queue that nobody has asked for yet may read its journal now. */
    record Recover() implements Command {}

    /** A time that the queue wanted to hear of has come, or will soon. */
    record TimeIsUp() implements Command {}

    /** The journal answers. */
    record FromLog(QueueLog.Reply reply) implements Command {}

    /** A page went to disk, or came back. */
    record FromDisk(Paging.Reply reply) implements Command {}

    /** What a transaction consists of. */
    public sealed interface Step extends Command {}

    /** What a channel hears from a queue. */
    public sealed interface Reply {}

    /** {@code rejected}: positions in the batch of the messages that the queue has no room for. */
    public record Enqueued(long batchId, List<Integer> rejected, ActorRef<Command> queue) implements Reply {}

    public record Fenced(ActorRef<Command> queue) implements Reply {}

    /** In the order in which the client must see them. */
    public record Deliver(List<Delivery> deliveries, ActorRef<Command> queue) implements Reply {}

    /** The queue could give this consumer so many if the channel-wide limit allows it. */
    public record PermitsWanted(String consumerTag, int count, ActorRef<Command> queue) implements Reply {}

    /** Granted permits that the queue has no use for. */
    public record PermitsReturned(String consumerTag, int count) implements Reply {}

    public record Subscribed(String consumerTag, ActorRef<Command> queue) implements Reply {}

    /** No consumer, or with an empty tag no get. */
    public record Refused(String consumerTag, AmqpError error) implements Reply {}

    public record Cancelled(String consumerTag) implements Reply {}

    /** {@code remaining}: ready messages left. */
    public record Got(Delivery delivery, long remaining, ActorRef<Command> queue) implements Reply {}

    public record GotNothing() implements Reply {}

    /** The channel's client has held a message for longer than the queue allows. */
    public record AckTimedOut(long timeoutMillis) implements Reply {}

    public record Purged(long count) implements Reply {}

    public record Deleted(long ready) implements Reply {}

    public record DeleteRefused(boolean inUse) implements Reply {}

    /** Ready messages and consumers. */
    public record Counted(long ready, int consumers) implements Reply {}

    /** One delivery; {@code consumerTag} is empty for basic.get. The offset names the message within its queue. */
    public record Delivery(String consumerTag, long offset, Message message, boolean redelivered) {}

    /** Tells the virtual host that a queue that goes with its use is no longer used. */
    public record Unused(String queue, ActorRef<Command> ref) {}

    /** A queue; a durable one first recovers what the journal holds, when it is asked for or in its turn. */
    public static Behavior<Command> create(
            QueueSettings settings, QueueRules rules, ActorRef<Unused> owner, ActorRef<RecoveryTurns.Command> turns) {
        if (settings.durable()) {
            return QueueRecovery.create(settings, rules, owner, turns);
        }
        return Behaviors.setup(context -> {
            var state = QueueState.of(settings, rules, context.getSystem());
            return new QueueActor(context, settings, owner, state, null).following(rules);
        });
    }

    private final QueueState state;
    private final ActorRef<Command> self;
    private final QueueJournal journal;
    private final Departures departures;
    private final Paging paging;
    private final Intake intake;
    private final Lifetime lifetime;
    private final QueueUsers users;
    private final OwnerRequests requests;

    /** The queue, to run once it is {@link #following} rules; {@code log} is null when it is not durable. */
    QueueActor(
            ActorContext<Command> context,
            QueueSettings settings,
            ActorRef<Unused> owner,
            QueueState state,
            @Nullable ActorRef<QueueLog.Command> log) {
        super(context);
        this.state = state;
        this.self = context.getSelf();
        this.journal = new QueueJournal(log, self, settings.persistenceId(), state.memory::heldOrStored);
        this.departures = new Departures(state, journal);
        this.paging = new Paging(context, state, log);
        this.intake = new Intake(self, state, journal, departures, paging);
        this.lifetime = new Lifetime(context, settings, owner, state.consumers);
        this.users = new QueueUsers(context, settings, state, departures, lifetime);
        this.requests = new OwnerRequests(settings, state, journal, departures, lifetime, paging);
    }

    /** The same queue; what it holds is treated by these rules from now on. */
    Behavior<Command> following(QueueRules rules) {
        state.follow(rules.arguments());
        departures.follow(rules);
        lifetime.follow(rules.arguments());
        // not handled: without its publisher the queue fails, and what is under way is recovered
        rules.deadLetters().ifPresent(getContext()::watch);
        return dispatch();
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Enqueue.class, this::onEnqueue)
                .onMessage(Settle.class, this::onSettle)
                .onMessage(Sent.class, this::onSent)
                .onMessage(Commit.class, this::onCommit)
                .onMessage(Fence.class, this::onFence)
                .onMessage(WriteShare.class, this::onWriteShare)
                .onMessage(FromLog.class, this::onFromLog)
                .onMessage(Recover.class, this::onRecover)
                .onMessage(FromDisk.class, this::onFromDisk)
                .onMessage(Buried.class, this::onBuried)
                .onMessage(TimeIsUp.class, this::onTimeIsUp)
                .onMessage(Get.class, this::onGet)
                .onMessage(Subscribe.class, this::onSubscribe)
                .onMessage(Cancel.class, this::onCancel)
                .onMessage(GrantPermits.class, this::onGrantPermits)
                .onMessage(LimitByChannel.class, this::onLimitByChannel)
                .onMessage(Detach.class, this::onDetach)
                .onMessage(Purge.class, this::onPurge)
                .onMessage(Delete.class, this::onDelete)
                .onMessage(Count.class, this::onCount)
                .onMessage(SetRules.class, this::onSetRules)
                .onMessage(MakeDurable.class, this::onMakeDurable)
                .onMessage(Describe.class, this::onDescribe)
                .onSignal(PostStop.class, this::onPostStop)
                .build();
    }

    private Behavior<Command> onEnqueue(Enqueue command) {
        intake.enqueue(command);
        return dispatch();
    }

    private Behavior<Command> onSettle(Settle command) {
        intake.settle(command);
        return dispatch();
    }

    private Behavior<Command> onCommit(Commit command) {
        intake.commit(command);
        return dispatch();
    }

    private Behavior<Command> onFence(Fence command) {
        intake.fence(command);
        return this;
    }

    private Behavior<Command> onWriteShare(WriteShare command) {
        journal.writeShare(command);
        return this;
    }

    private Behavior<Command> onSent(Sent command) {
        intake.sent(command);
        return dispatch();
    }

    private Behavior<Command> onFromLog(FromLog command) {
        if (command.reply() instanceof QueueLog.Loaded loaded) {
            paging.onLoaded(loaded);
        } else {
            journal.onReply(command.reply());
            if (command.reply() instanceof QueueLog.Recovered) {
                paging.askAgain();
            }
        }
        return dispatch();
    }

    private Behavior<Command> onRecover(Recover turn) {
        // it was asked for before its turn
        return this;
    }

    private Behavior<Command> onFromDisk(FromDisk command) {
        paging.onReply(command.reply());
        return dispatch();
    }

    private Behavior<Command> onBuried(Buried command) {
        departures.buried(command.batchId());
        return dispatch();
    }

    private Behavior<Command> onTimeIsUp(TimeIsUp signal) {
        lifetime.timeIsUp();
        users.timeOut();
        return dispatch();
    }

    private Behavior<Command> onGet(Get command) {
        users.get(command);
        return dispatch();
    }

    private Behavior<Command> onSubscribe(Subscribe command) {
        users.subscribe(command);
        return dispatch();
    }

    private Behavior<Command> onCancel(Cancel command) {
        users.cancel(command);
        return dispatch();
    }

    private Behavior<Command> onLimitByChannel(LimitByChannel command) {
        users.limitByChannel(command);
        return dispatch();
    }

    private Behavior<Command> onDetach(Detach command) {
        users.detach(command);
        return dispatch();
    }

    private Behavior<Command> onGrantPermits(GrantPermits command) {
        users.grantPermits(command);
        dispatch();
        users.returnPermits(command);
        return this;
    }

    private Behavior<Command> onPurge(Purge command) {
        requests.purge(command);
        return dispatch();
    }

    private Behavior<Command> onDelete(Delete command) {
        return requests.delete(command) ? Behaviors.stopped() : dispatch();
    }

    private Behavior<Command> onPostStop(PostStop signal) {
        paging.close();
        state.memory.close();
        return this;
    }

    private Behavior<Command> onCount(Count command) {
        requests.count(command);
        return dispatch();
    }

    private Behavior<Command> onSetRules(SetRules command) {
        return following(command.rules());
    }

    private Behavior<Command> onMakeDurable(MakeDurable command) {
        if (journal.isAttached()) {
            command.replyTo().tell(new Enqueued(0, List.of(), self));
            return this;
        }
        var parts = new Conversion.Parts(state, journal, departures, paging, requests);
        return Conversion.begin(getContext(), parts, command, this::dispatch);
    }

    private Behavior<Command> onDescribe(Describe command) {
        requests.describe(command);
        return dispatch();
    }

    /** Every command ends here: deliveries go out, the next write starts. */
    private Behavior<Command> dispatch() {
        departures.retry();
        departures.expire();
        users.answerGets();
        state.assign(departures.forget);
        departures.dropOverflow();
        paging.turn(departures.isBehind());
        paging.fetch(departures.takeWithoutContent());
        users.deliver();
        departures.send(self);
        journal.handedOut(state.handedOut());
        journal.write();
        lifetime.watchTime(Math.min(journal.dueMillis(), state.deadlines.dueMillis()));
        lifetime.watchTime(state.retries.earliestMillis());
        if (!departures.isBehind() && !paging.isBusy()) {
            lifetime.watchTime(state.ready.earliestExpiryMillis());
        }
        return this;
    }
}
