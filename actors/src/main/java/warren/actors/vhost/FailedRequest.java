package warren.actors.vhost;

import warren.actors.AmqpError;
import warren.actors.vhost.VirtualHostActor.Command;
import warren.transport.method.ReplyCode;

/** What becomes of a message at which the virtual host's actor failed. */
final class FailedRequest {
    private FailedRequest() {}

    /** A request costs its sender an error; false for a consequence, without which the virtual host cannot go on. */
    static boolean refuse(Command command) {
        if (command instanceof VirtualHostActor.InNameOf named) {
            return refuse(named.command());
        }
        if (command instanceof VirtualHostActor.Request request) {
            request.replyTo().tell(new VirtualHostActor.Refused(new AmqpError(ReplyCode.INTERNAL_ERROR, "")));
        }
        return !(command instanceof VirtualHostActor.Consequence);
    }
}
