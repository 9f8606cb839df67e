package warren.actors.queue;

import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Whom a queue knows of its virtual host.
 *
 * @param unused hears when a queue that goes with its use is no longer used
 * @param deadLetters publishes what dies in this queue; lives longer than the queue if need be
 */
public record QueueOwner(ActorRef<QueueActor.Unused> unused, Optional<ActorRef<DeadLetters.Command>> deadLetters) {}
