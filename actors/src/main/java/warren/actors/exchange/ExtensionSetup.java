package warren.actors.exchange;

import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import warren.actors.extension.ExtensionPublishing;
import warren.actors.extension.LoadedExtension;
import warren.actors.extension.RunningContext;
import warren.exchange.ExchangeContext;
import warren.routing.message.FieldTable;

/**
 * What an exchange is born with whose type comes from an extension.
 *
 * @param persistenceId names its events
 * @param publisher of what it publishes itself
 */
public record ExtensionSetup(
        String virtualHost,
        String name,
        String type,
        boolean durable,
        FieldTable arguments,
        String persistenceId,
        ActorRef<ExtensionPublishing.Publish> publisher) {

    ExchangeContext context(ActorSystem<?> system, LoadedExtension loaded) {
        return new RunningContext(system, virtualHost, name, durable, arguments, persistenceId, loaded, publisher);
    }
}
