package warren.actors.connection;

import org.apache.pekko.actor.typed.ActorRef;
import warren.actors.access.AccessActor;

/** Whom a connection asks: who may come in, and where a virtual host is. */
public record ConnectionEnvironment(ActorRef<AccessActor.Command> access, ActorRef<ConnectionActor.FindHost> hosts) {}
