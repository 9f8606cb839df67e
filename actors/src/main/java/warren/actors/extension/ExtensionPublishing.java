package warren.actors.extension;

import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.pattern.StatusReply;
import warren.routing.message.Message;

/** What the publisher of extensions' own messages is told. */
public final class ExtensionPublishing {
    private ExtensionPublishing() {}

    /**
     * Publishes for an exchange. Answered when all queues of the message have taken it, or with a {@link
     * warren.exchange.PublishRefusedException}.
     */
    public record Publish(String exchange, Message message, ActorRef<StatusReply<Done>> replyTo) {}
}
