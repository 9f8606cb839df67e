package warren.actors.queue;

import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.jspecify.annotations.Nullable;
import warren.actors.queue.QueueProtocol.FromLog;

/**
 * The log of a durable queue, its child. It is started when it is first needed: a queue of which the journal has nothing has no use for
 * one until something is to be written. Belongs to the queue's actor.
 */
final class LogChild {
    private final Supplier<ActorRef<QueueLog.Command>> spawn;
    private @Nullable ActorRef<QueueLog.Command> ref;
    private long start;

    LogChild(Supplier<ActorRef<QueueLog.Command>> spawn) {
        this.spawn = spawn;
    }

    /** The log of the queue or stream that this context is of; its replies come as {@link FromLog}. */
    static LogChild of(ActorContext<QueueProtocol.Command> context, String persistenceId) {
        return new LogChild(() -> {
            ActorRef<QueueLog.Reply> replies = context.messageAdapter(QueueLog.Reply.class, FromLog::new);
            ActorRef<QueueLog.Command> log = context.spawn(QueueLog.create(persistenceId, replies), "log");
            // not handled: a log that ends takes the queue with it, and the virtual host decides
            context.watch(log);
            return log;
        });
    }

    /** The log; starts it if that was not done. */
    ActorRef<QueueLog.Command> ref() {
        ActorRef<QueueLog.Command> known = ref;
        if (known == null) {
            known = spawn.get();
            ref = known;
        }
        return known;
    }

    /** It has said that it has recovered, for the first time or once more. */
    void recovered(QueueLog.Recovered recovered) {
        start = recovered.start();
    }

    /** True when it can be written to. */
    boolean hasRecovered() {
        return start > 0;
    }

    /** Starts it has told of; 0 until it has recovered for the first time. */
    long start() {
        return start;
    }
}
