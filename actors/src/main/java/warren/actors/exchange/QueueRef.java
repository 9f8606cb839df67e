package warren.actors.exchange;

import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import warren.actors.queue.QueueProtocol;

/**
 * A queue as others know it. A restarted queue has another {@code actor} and the same {@code id}; one that was deleted and declared again
 * has another id too.
 *
 * @param incarnation of two actors with the same id the one with the higher number took the other's place
 * @param owner the connection that an exclusive queue belongs to
 */
public record QueueRef(
        String name,
        long id,
        long incarnation,
        boolean durable,
        Optional<String> owner,
        ActorRef<QueueProtocol.Command> actor)
        implements Destination {
    /** The same queue, which an operator has made durable, or not any more. */
    public QueueRef altered(boolean nowDurable) {
        return new QueueRef(name, id, incarnation, nowDurable, owner, actor);
    }

    @Override
    public String label() {
        return "queue " + name;
    }

    /** Queues are compared on every routed batch: by their actor alone, which no two share. */
    @Override
    public boolean equals(Object other) {
        return other instanceof QueueRef that && actor.equals(that.actor);
    }

    @Override
    public int hashCode() {
        return actor.hashCode();
    }
}
