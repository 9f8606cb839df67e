package warren.actors.vhost;

import java.time.Duration;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import warren.actors.AmqpError;
import warren.actors.vhost.VirtualHostActor.Command;
import warren.transport.method.ReplyCode;

/** What becomes of a message at which the virtual host's actor failed. */
final class FailedRequest {
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);

    private FailedRequest() {}

    /** A request costs its sender an error; false for a consequence, without which the virtual host cannot go on. */
    static boolean refuse(ActorContext<Command> context, Command command) {
        if (command instanceof VirtualHostActor.InNameOf named) {
            return refuse(context, named.command());
        }
        if (command instanceof VirtualHostActor.ReleaseConnection) {
            // its sender ends, and nobody else would remove what that leaves behind
            context.scheduleOnce(RETRY_DELAY, context.getSelf(), command);
        } else if (command instanceof VirtualHostActor.Request request) {
            request.replyTo().tell(new VirtualHostActor.Refused(new AmqpError(ReplyCode.INTERNAL_ERROR, "")));
        }
        return !(command instanceof VirtualHostActor.Consequence);
    }
}
