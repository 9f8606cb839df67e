package warren.actors.service;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import warren.actors.extension.ExtensionPublishing.Publish;
import warren.actors.failure.Witness;
import warren.actors.vhost.VirtualHostActor;

/**
 * Publishes what the extensions of a virtual host want published: over a channel for each exchange, as the channel of one ends when it
 * errs and the others are not to notice.
 */
public final class ExtensionPublisher {
    private static final Duration IDLE = Duration.ofMinutes(1);

    private ExtensionPublisher() {}

    /** {@code messageMaxBytes}: the largest body that may be published. */
    public static Behavior<Publish> create(
            ActorRef<VirtualHostActor.Command> host, String virtualHost, long messageMaxBytes) {
        Behavior<Publish> behavior = Behaviors.setup(context -> Behaviors.receiveMessage(message -> {
            line(context, message.exchange(), ExtensionLine.create(host, virtualHost, messageMaxBytes, IDLE))
                    .tell(new ExtensionLine.Send(message));
            return Behaviors.same();
        }));
        return Behaviors.supervise(Witness.of("extension publisher", behavior)).onFailure(SupervisorStrategy.restart());
    }

    private static ActorRef<ExtensionLine.Command> line(
            ActorContext<Publish> context, String exchange, Behavior<ExtensionLine.Command> behavior) {
        // any text in characters that an actor's name may have
        String name = "of-"
                + Base64.getUrlEncoder().withoutPadding().encodeToString(exchange.getBytes(StandardCharsets.UTF_8));
        return context.getChild(name)
                .map(child -> child.<ExtensionLine.Command>unsafeUpcast())
                .orElseGet(() -> context.spawn(behavior, name));
    }
}
