package warren.actors.queue;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.StashBuffer;
import warren.actors.queue.QueueActor.Command;
import warren.actors.queue.QueueActor.Describe;
import warren.actors.queue.QueueActor.FromLog;

/**
 * The first phase of a durable queue's life: its log recovers which messages wait, and the running {@link QueueActor} takes over. Commands wait; their number is bounded, as each publisher may have only so many unanswered bytes.
 */
final class QueueRecovery {
    private static final int COMMANDS_MAX = 10_000_000;

    private final ActorContext<Command> context;
    private final StashBuffer<Command> stash;
    private final QueueSettings settings;
    private final QueueRules rules;
    private final ActorRef<QueueActor.Unused> owner;
    private final QueueState state;
    private final ActorRef<QueueLog.Command> log;

    private QueueRecovery(
            ActorContext<Command> context,
            StashBuffer<Command> stash,
            QueueSettings settings,
            QueueRules rules,
            ActorRef<QueueActor.Unused> owner) {
        this.context = context;
        this.stash = stash;
        this.settings = settings;
        this.rules = rules;
        this.owner = owner;
        this.state = new QueueState(rules.arguments(), MessageMemory.get(context.getSystem()));
        ActorRef<QueueLog.Reply> replies = context.messageAdapter(QueueLog.Reply.class, FromLog::new);
        log = context.spawn(QueueLog.create(settings.persistenceId(), replies), "log");
        // not handled: a log that ends takes the queue with it, and the virtual host decides
        context.watch(log);
    }

    static Behavior<Command> create(QueueSettings settings, QueueRules rules, ActorRef<QueueActor.Unused> owner) {
        return Behaviors.withStash(
                COMMANDS_MAX,
                stash -> Behaviors.setup(
                        context -> new QueueRecovery(context, stash, settings, rules, owner).recovering()));
    }

    private Behavior<Command> recovering() {
        return Behaviors.receive(Command.class)
                .onMessage(FromLog.class, this::onFromLog)
                .onMessage(Describe.class, this::onDescribe)
                .onAnyMessage(command -> {
                    stash.stash(command);
                    return Behaviors.same();
                })
                .build();
    }

    private Behavior<Command> onFromLog(FromLog command) {
        if (command.reply() instanceof QueueLog.Recovered recovered) {
            state.startAt(recovered.nextOffset());
            recovered.waiting().forEach(state::recover);
            return stash.unstashAll(new QueueActor(context, settings, owner, state, log).following(rules));
        }
        if (command.reply() instanceof QueueLog.Damaged damaged) {
            throw damaged.damage();
        }
        return Behaviors.same();
    }

    private Behavior<Command> onDescribe(Describe command) {
        command.replyTo().tell(QueuePicture.of(settings, "recovering", state));
        return Behaviors.same();
    }
}
