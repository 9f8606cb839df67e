package warren.actors.vhost;

import org.apache.pekko.actor.typed.ActorRef;
import warren.actors.info.FailureInfo;

/** A queue or exchange that has failed: its actor now, how often another was started, and why the last time. */
public record ChildFailure(ActorRef<?> actor, int restarts, FailureInfo last) {}
