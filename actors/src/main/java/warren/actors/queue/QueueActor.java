package warren.actors.queue;

import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.jspecify.annotations.Nullable;
import warren.actors.queue.QueueProtocol.Buried;
import warren.actors.queue.QueueProtocol.Cancel;
import warren.actors.queue.QueueProtocol.Command;
import warren.actors.queue.QueueProtocol.Commit;
import warren.actors.queue.QueueProtocol.Count;
import warren.actors.queue.QueueProtocol.Delete;
import warren.actors.queue.QueueProtocol.Describe;
import warren.actors.queue.QueueProtocol.Detach;
import warren.actors.queue.QueueProtocol.Enqueue;
import warren.actors.queue.QueueProtocol.Enqueued;
import warren.actors.queue.QueueProtocol.Fence;
import warren.actors.queue.QueueProtocol.Flush;
import warren.actors.queue.QueueProtocol.FromDisk;
import warren.actors.queue.QueueProtocol.FromLog;
import warren.actors.queue.QueueProtocol.Get;
import warren.actors.queue.QueueProtocol.GrantPermits;
import warren.actors.queue.QueueProtocol.Inspect;
import warren.actors.queue.QueueProtocol.LimitByChannel;
import warren.actors.queue.QueueProtocol.MakeDurable;
import warren.actors.queue.QueueProtocol.Purge;
import warren.actors.queue.QueueProtocol.Recover;
import warren.actors.queue.QueueProtocol.Sent;
import warren.actors.queue.QueueProtocol.SetRules;
import warren.actors.queue.QueueProtocol.Settle;
import warren.actors.queue.QueueProtocol.Subscribe;
import warren.actors.queue.QueueProtocol.TimeIsUp;
import warren.actors.queue.QueueProtocol.Unused;
import warren.actors.queue.QueueProtocol.WriteShare;

/**
 * One queue: takes messages from channels, keeps them in publish order and hands each to one consumer until it is settled.
 *
 * <p>The rules are in {@link QueueState}; what the journal must hear is in {@link QueueJournal}; this class only translates. Its
 * parent is the virtual host, its child (of a durable queue) the {@link QueueLog}.
 *
 * <p>When a channel dies or detaches, what it held comes back to its place, marked redelivered, before anything newer goes out.
 */
public final class QueueActor extends AbstractBehavior<Command> {
    /** A queue or stream of which the journal has nothing. */
    public static Behavior<Command> create(QueueSettings settings, QueueRules rules, ActorRef<Unused> owner) {
        return Behaviors.setup(context -> {
            LogChild log = settings.durable() ? LogChild.of(context, settings.persistenceId()) : null;
            if (log != null && QueueSettings.isStream(settings.arguments())) {
                return new StreamActor(context, settings, StreamChunks.of(rules, context.getSystem()), log)
                        .following(rules);
            }
            var state = QueueState.of(settings, rules, context.getSystem());
            return new QueueActor(context, settings, owner, state, log).following(rules);
        });
    }

    /** A durable queue or stream; it first recovers what the journal has of it, when it is asked for or in its turn. */
    public static Behavior<Command> recover(
            QueueSettings settings, QueueRules rules, ActorRef<Unused> owner, ActorRef<RecoveryTurns.Command> turns) {
        return QueueSettings.isStream(settings.arguments())
                ? StreamRecovery.create(settings, rules, turns)
                : QueueRecovery.create(settings, rules, owner, turns);
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
    private final QueueInspection inspection;

    /** The queue, to run once it is {@link #following} rules; {@code log} is null when it is not durable. */
    QueueActor(
            ActorContext<Command> context,
            QueueSettings settings,
            ActorRef<Unused> owner,
            QueueState state,
            @Nullable LogChild log) {
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
        this.inspection = new QueueInspection(context, state, paging, departures);
    }

    /** The same queue; what it holds is treated by these rules from now on. */
    Behavior<Command> following(QueueRules rules) {
        state.follow(rules.arguments());
        departures.follow(rules);
        lifetime.follow(rules.arguments());
        intake.follow(rules.arguments());
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
                .onMessage(Flush.class, this::onFlush)
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
                .onMessage(Inspect.class, this::onInspect)
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

    private Behavior<Command> onFlush(Flush command) {
        journal.flush(command.replyTo());
        return dispatch();
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
        requests.ended(getContext().getSystem());
        return this;
    }

    private Behavior<Command> onCount(Count command) {
        requests.count(command);
        return dispatch();
    }

    private Behavior<Command> onSetRules(SetRules command) {
        int priorities = ReadyMessages.priorities(command.rules().arguments());
        if (priorities == state.ready.priorities()) {
            return following(command.rules());
        }
        inspection.endReservations();
        return Reordering.begin(getContext(), parts(), priorities, () -> following(command.rules()));
    }

    private Phase.Parts parts() {
        return new Phase.Parts(state, journal, departures, paging, requests);
    }

    private Behavior<Command> onMakeDurable(MakeDurable command) {
        if (journal.isAttached()) {
            command.replyTo().tell(new Enqueued(0, List.of(), self));
            return this;
        }
        inspection.endReservations();
        return Conversion.begin(getContext(), parts(), command, this::dispatch);
    }

    private Behavior<Command> onDescribe(Describe command) {
        requests.describe(command);
        return dispatch();
    }

    private Behavior<Command> onInspect(Inspect command) {
        inspection.answer(command.question());
        return dispatch();
    }

    /** Every command ends here: deliveries go out, the next write starts. */
    private Behavior<Command> dispatch() {
        state.heldMessages.tick();
        departures.retry();
        departures.expire();
        users.answerGets();
        state.assign(departures.forget);
        departures.dropOverflow();
        paging.turn(departures.isBehind());
        paging.fetch(departures.takeWithoutContent());
        users.deliver();
        departures.send(self);
        journal.handedOut(state.handedOut.below());
        journal.write();
        lifetime.watchTime(Math.min(journal.dueMillis(), state.heldMessages.dueMillis()));
        lifetime.watchTime(state.retries.earliestMillis());
        if (!departures.isBehind() && !paging.isBusy()) {
            lifetime.watchTime(state.ready.earliestExpiryMillis());
        }
        return this;
    }
}
