package warren.actors.queue;

import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import warren.routing.message.FieldTable;

/**
 * What a queue keeps to; policies may change it while it lives.
 *
 * @param arguments the arguments of its declaration and, by the same names, what policies add to them
 * @param deadLetters publishes what dies in this queue; lives longer than the queue if need be
 */
public record QueueRules(FieldTable arguments, Optional<ActorRef<DeadLetters.Command>> deadLetters) {
    public static final QueueRules NONE = new QueueRules(FieldTable.EMPTY, Optional.empty());
}
