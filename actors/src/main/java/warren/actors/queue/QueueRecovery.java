package warren.actors.queue;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.StashBuffer;
import warren.actors.queue.QueueActor.Command;
import warren.actors.queue.QueueActor.Describe;
import warren.actors.queue.QueueActor.FromLog;
import warren.actors.queue.QueueActor.Unused;
import warren.persistence.event.StoredMessage;

/**
 * The first phase of a durable queue's life: its log recovers which messages wait, their bodies are read back, and then the running
 * {@link QueueActor} takes over. Commands wait; their number is bounded, as each publisher may have only so many unanswered bytes.
 */
final class QueueRecovery {
    private static final int COMMANDS_MAX = 10_000_000;

    private final ActorContext<Command> context;
    private final StashBuffer<Command> stash;
    private final QueueSettings settings;
    private final ActorRef<Unused> owner;
    private final QueueState state;
    private final ActorRef<QueueLog.Command> log;

    private QueueRecovery(
            ActorContext<Command> context, StashBuffer<Command> stash, QueueSettings settings, ActorRef<Unused> owner) {
        this.context = context;
        this.stash = stash;
        this.settings = settings;
        this.owner = owner;
        this.state = QueueState.of(settings);
        ActorRef<QueueLog.Reply> replies = context.messageAdapter(QueueLog.Reply.class, FromLog::new);
        log = context.spawn(QueueLog.create(settings.persistenceId(), replies), "log");
        // not handled: a log that ends takes the queue with it, and the virtual host decides
        context.watch(log);
    }

    static Behavior<Command> create(QueueSettings settings, ActorRef<Unused> owner) {
        return Behaviors.withStash(
                COMMANDS_MAX,
                stash -> Behaviors.setup(context -> new QueueRecovery(context, stash, settings, owner).recovering()));
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
            log.tell(new QueueLog.LoadNext());
        } else if (command.reply() instanceof QueueLog.Loaded loaded) {
            for (StoredMessage message : loaded.messages()) {
                state.recover(message);
            }
            log.tell(new QueueLog.LoadNext());
        } else if (command.reply() instanceof QueueLog.AllLoaded all) {
            state.startAt(all.nextOffset());
            return stash.unstashAll(new QueueActor(context, settings, owner, state, log));
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
