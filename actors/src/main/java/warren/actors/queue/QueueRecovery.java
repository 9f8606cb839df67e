package warren.actors.queue;

import java.util.ArrayDeque;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.StashBuffer;
import warren.actors.SteadyClock;
import warren.actors.queue.QueueProtocol.Command;
import warren.actors.queue.QueueProtocol.Describe;
import warren.actors.queue.QueueProtocol.Flush;
import warren.actors.queue.QueueProtocol.Flushed;
import warren.actors.queue.QueueProtocol.FromLog;
import warren.actors.queue.QueueProtocol.Recover;
import warren.persistence.event.QueueImage;

/**
 * The first phase of a durable queue's life: when it is asked for, or in its turn, its log recovers which messages wait, and the running {@link QueueActor} takes over. Commands wait; their number is bounded, as each publisher may have only so many unanswered bytes.
 */
final class QueueRecovery {
    private static final int COMMANDS_MAX = 10_000_000;

    private final ActorContext<Command> context;
    private final StashBuffer<Command> stash;
    private final QueueSettings settings;
    private final QueueRules rules;
    private final ActorRef<QueueProtocol.Unused> owner;
    private final QueueState state;
    private final ActorRef<RecoveryTurns.Command> turns;
    private final LogChild log;
    /** What waits and is to be read yet, in a queue that has to know it. */
    private final ArrayDeque<QueueImage.Stretch> unread = new ArrayDeque<>(1);

    private QueueRecovery(
            ActorContext<Command> context,
            StashBuffer<Command> stash,
            QueueSettings settings,
            QueueRules rules,
            ActorRef<QueueProtocol.Unused> owner,
            ActorRef<RecoveryTurns.Command> turns) {
        this.context = context;
        this.stash = stash;
        this.settings = settings;
        this.rules = rules;
        this.owner = owner;
        this.state = QueueState.of(settings, rules, context.getSystem());
        this.turns = turns;
        this.log = LogChild.of(context, settings.persistenceId());
        turns.tell(new RecoveryTurns.Wait(context.getSelf()));
    }

    static Behavior<Command> create(
            QueueSettings settings,
            QueueRules rules,
            ActorRef<QueueProtocol.Unused> owner,
            ActorRef<RecoveryTurns.Command> turns) {
        return Behaviors.withStash(
                COMMANDS_MAX,
                stash -> Behaviors.setup(
                        context -> new QueueRecovery(context, stash, settings, rules, owner, turns).recovering()));
    }

    private Behavior<Command> recovering() {
        return Behaviors.receive(Command.class)
                .onMessage(FromLog.class, this::onFromLog)
                .onMessage(Recover.class, this::onRecover)
                .onMessage(Describe.class, this::onDescribe)
                .onMessage(Flush.class, this::onFlush)
                .onAnyMessage(command -> {
                    stash.stash(command);
                    log.ref();
                    return Behaviors.same();
                })
                .build();
    }

    private Behavior<Command> onRecover(Recover turn) {
        log.ref();
        return Behaviors.same();
    }

    private Behavior<Command> onFromLog(FromLog command) {
        if (command.reply() instanceof QueueLog.Recovered recovered) {
            return onRecovered(recovered);
        }
        if (command.reply() instanceof QueueLog.Loaded loaded) {
            return onLoaded(loaded);
        }
        if (command.reply() instanceof QueueLog.Damaged damaged) {
            throw damaged.damage();
        }
        return Behaviors.same();
    }

    private Behavior<Command> onRecovered(QueueLog.Recovered recovered) {
        log.recovered(recovered);
        if (!unread.isEmpty()) {
            // the log has started anew and has forgotten the question
            askNext();
            return Behaviors.same();
        }
        state.startAt(recovered.nextOffset());
        state.handedOut.startAt(recovered.handedOut(), recovered.nextOffset());
        state.returns.restore(recovered.returns());
        state.retries.restore(recovered.retries(), SteadyClock.millis());
        if (state.readsAllAtStart() && !recovered.waiting().isEmpty()) {
            unread.addAll(recovered.waiting());
            askNext();
            return Behaviors.same();
        }
        recovered.waiting().forEach(state::recover);
        return running();
    }

    private void askNext() {
        QueueImage.Stretch next = unread.getFirst();
        log.ref().tell(new QueueLog.Load(next.first(), next.last()));
    }

    /** Only its content says which priority a message has, or which key. */
    private Behavior<Command> onLoaded(QueueLog.Loaded loaded) {
        if (unread.isEmpty() || unread.getFirst().first() != loaded.first()) {
            return Behaviors.same();
        }
        unread.removeFirst();
        loaded.messages().forEach(state::recover);
        state.shrinkRecovered();
        if (unread.isEmpty()) {
            return running();
        }
        askNext();
        return Behaviors.same();
    }

    private Behavior<Command> running() {
        turns.tell(new RecoveryTurns.Over(context.getSelf()));
        return stash.unstashAll(new QueueActor(context, settings, owner, state, log).following(rules));
    }

    /** Nobody waits for a recovery to be stopped. */
    private Behavior<Command> onFlush(Flush command) {
        if (stash.isEmpty()) {
            command.replyTo().tell(new Flushed());
        } else {
            stash.stash(command);
        }
        return Behaviors.same();
    }

    private Behavior<Command> onDescribe(Describe command) {
        command.replyTo().tell(QueuePicture.of(settings, true, "recovering", state));
        return Behaviors.same();
    }
}
