package warren.actors.queue;

import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import warren.actors.failure.Witness;

/**
 * Lets the durable queues of a virtual host recover a few at a time, so that one that a client asks for, which does not wait for its
 * turn, is not the last of thousands. Says in the log how far it is.
 */
public final class RecoveryTurns extends AbstractBehavior<RecoveryTurns.Command> {
    /** Queues that recover in their turn at the same time. */
    static final int AT_A_TIME = 16;
    /** Few queues are not worth a line. */
    private static final int REPORT_EVERY = 1_000;

    /** What it can be told. */
    public sealed interface Command {}

    /** The first turns may be taken: before, those that wait would only keep the virtual host from taking connections. */
    public record Begin() implements Command {}

    /** A queue is there. Answered by {@link QueueProtocol.Recover}. */
    record Wait(ActorRef<QueueProtocol.Command> queue) implements Command {}

    /** A queue has recovered, in its turn or before, or has ended. */
    record Over(ActorRef<QueueProtocol.Command> queue) implements Command {}

    /** Asks how far it is. Answered by {@link Progress}. */
    public record Ask(ActorRef<Progress> replyTo) implements Command {}

    /** Durable queues that have recovered since there were none to go, and those to go. */
    public record Progress(int recovered, int toGo) {}

    private final String virtualHost;
    private final Set<ActorRef<QueueProtocol.Command>> waiting = new LinkedHashSet<>();
    private final Set<ActorRef<QueueProtocol.Command>> recovering = new HashSet<>();
    private int done;
    private boolean hasBegun;

    private RecoveryTurns(ActorContext<Command> context, String virtualHost) {
        super(context);
        this.virtualHost = virtualHost;
    }

    public static Behavior<Command> create(String virtualHost) {
        return Witness.steadfast(
                "recoveries",
                Behaviors.setup(context -> new RecoveryTurns(context, virtualHost)),
                RecoveryTurns::refuse);
    }

    /** A queue that cannot wait for its turn begins at once. */
    private static boolean refuse(Command command) {
        if (command instanceof Wait wait) {
            wait.queue().tell(new QueueProtocol.Recover());
        }
        return true;
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Begin.class, this::onBegin)
                .onMessage(Wait.class, this::onWait)
                .onMessage(Over.class, this::onOver)
                .onMessage(Ask.class, this::onAsk)
                .build();
    }

    private Behavior<Command> onBegin(Begin command) {
        hasBegun = true;
        return next();
    }

    private Behavior<Command> onWait(Wait command) {
        getContext().watchWith(command.queue(), new Over(command.queue()));
        waiting.add(command.queue());
        return next();
    }

    private Behavior<Command> onOver(Over command) {
        getContext().unwatch(command.queue());
        boolean wasWaiting = waiting.remove(command.queue());
        if (recovering.remove(command.queue()) || wasWaiting) {
            done++;
            report();
        }
        return next();
    }

    private Behavior<Command> onAsk(Ask command) {
        command.replyTo().tell(new Progress(done, toGo()));
        return this;
    }

    private int toGo() {
        return waiting.size() + recovering.size();
    }

    private void report() {
        int left = toGo();
        if (done % REPORT_EVERY == 0) {
            getContext()
                    .getLog()
                    .info("vhost '{}': {} durable queues have recovered, {} to go", virtualHost, done, left);
        }
        if (left == 0) {
            done = 0;
        }
    }

    private Behavior<Command> next() {
        Iterator<ActorRef<QueueProtocol.Command>> first = waiting.iterator();
        while (hasBegun && recovering.size() < AT_A_TIME && first.hasNext()) {
            ActorRef<QueueProtocol.Command> queue = first.next();
            first.remove();
            recovering.add(queue);
            queue.tell(new QueueProtocol.Recover());
        }
        return this;
    }
}
