package warren.actors.queue;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.StashBuffer;
import warren.actors.queue.QueueProtocol.Command;
import warren.actors.queue.QueueProtocol.Describe;
import warren.actors.queue.QueueProtocol.Flush;
import warren.actors.queue.QueueProtocol.Flushed;
import warren.actors.queue.QueueProtocol.FromLog;

/** The first phase of a stream's life: when it is asked for, or in its turn, its log recovers what there is, and {@link StreamActor} takes over. */
final class StreamRecovery {
    private static final int COMMANDS_MAX = 10_000_000;

    private final ActorContext<Command> context;
    private final StashBuffer<Command> stash;
    private final QueueSettings settings;
    private final QueueRules rules;
    private final ActorRef<RecoveryTurns.Command> turns;
    private final StreamChunks chunks;
    private final LogChild log;

    private StreamRecovery(
            ActorContext<Command> context,
            StashBuffer<Command> stash,
            QueueSettings settings,
            QueueRules rules,
            ActorRef<RecoveryTurns.Command> turns) {
        this.context = context;
        this.stash = stash;
        this.settings = settings;
        this.rules = rules;
        this.turns = turns;
        this.log = LogChild.of(context, settings.persistenceId());
        this.chunks = StreamChunks.of(rules, context.getSystem());
        turns.tell(new RecoveryTurns.Wait(context.getSelf()));
    }

    static Behavior<Command> create(QueueSettings settings, QueueRules rules, ActorRef<RecoveryTurns.Command> turns) {
        return Behaviors.withStash(
                COMMANDS_MAX,
                stash -> Behaviors.setup(
                        context -> new StreamRecovery(context, stash, settings, rules, turns).recovering()));
    }

    private Behavior<Command> recovering() {
        return Behaviors.receive(Command.class)
                .onMessage(FromLog.class, this::onFromLog)
                .onMessage(QueueProtocol.Recover.class, turn -> begin())
                .onMessage(Describe.class, this::onDescribe)
                .onMessage(Flush.class, this::onFlush)
                .onAnyMessage(command -> {
                    stash.stash(command);
                    return begin();
                })
                .build();
    }

    private Behavior<Command> begin() {
        log.ref();
        return Behaviors.same();
    }

    private Behavior<Command> onFromLog(FromLog command) {
        if (command.reply() instanceof QueueLog.Damaged damaged) {
            throw damaged.damage();
        }
        if (!(command.reply() instanceof QueueLog.Recovered recovered)) {
            return Behaviors.same();
        }
        log.recovered(recovered);
        recovered.waiting().forEach(chunks::recover);
        chunks.startAt(recovered.nextOffset());
        turns.tell(new RecoveryTurns.Over(context.getSelf()));
        return stash.unstashAll(new StreamActor(context, settings, chunks, log).following(rules));
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
        command.replyTo().tell(QueuePicture.of(settings, "recovering", chunks, new StreamReaders(context, "", chunks)));
        return Behaviors.same();
    }
}
