package warren.actors.vhost;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import warren.actors.exchange.Destination;
import warren.actors.exchange.ExchangeActor;
import warren.actors.exchange.ExchangeRef;
import warren.actors.exchange.QueueRef;
import warren.actors.queue.QueueActor;
import warren.actors.queue.QueueSettings;
import warren.persistence.event.ExchangeDefinition;
import warren.persistence.event.QueueDefinition;
import warren.persistence.journal.StoreExtension;
import warren.routing.ExchangeType;

/** Starts the actors of a virtual host's queues and exchanges and gives each a name that can be read. */
final class Children {
    private final ActorContext<VirtualHostActor.Command> context;
    private final VirtualHostSettings settings;
    private final ActorRef<QueueActor.Unused> unused;
    private long started;

    Children(ActorContext<VirtualHostActor.Command> context, VirtualHostSettings settings) {
        this.context = context;
        this.settings = settings;
        this.unused = context.messageAdapter(QueueActor.Unused.class, VirtualHostActor.QueueUnused::new);
    }

    QueueRef queue(QueueDefinition definition, Optional<String> owner) {
        var queueSettings = new QueueSettings(
                settings.name(),
                definition.name(),
                definition.durable(),
                definition.autoDelete(),
                definition.arguments(),
                persistenceId(definition));
        ActorRef<QueueActor.Command> actor =
                context.spawn(QueueActor.create(queueSettings, unused), actorName("queue", definition.name()));
        context.watch(actor);
        return new QueueRef(definition.name(), definition.id(), definition.durable(), owner, actor);
    }

    ExchangeRef exchange(ExchangeDefinition definition, List<ExchangeActor.Binding> bindings) {
        ExchangeType type = ExchangeType.named(definition.type())
                .orElseThrow(() -> new IllegalStateException("exchange of unknown type " + definition.type()));
        ActorRef<ExchangeActor.Command> actor = context.spawn(
                ExchangeActor.create(type.<Destination>newTable(), bindings), actorName("exchange", definition.name()));
        context.watch(actor);
        return new ExchangeRef(definition.name(), definition.type(), definition.internal(), actor);
    }

    /** Ends an actor that the book no longer knows; one that has ended already is no matter. */
    void stop(ActorRef<?> actor) {
        context.unwatch(actor);
        context.stop(actor);
    }

    /** Drops what the journal holds of a deleted queue. */
    void purge(QueueDefinition definition) {
        StoreExtension.get(context.getSystem()).purge(persistenceId(definition));
    }

    String persistenceId(QueueDefinition definition) {
        return settings.queuePersistenceIds() + definition.id();
    }

    /** Names are not actor names: they may hold any character. The number keeps incarnations apart. */
    private String actorName(String kind, String name) {
        String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace('*', '+');
        return kind + "-" + ++started + "-"
                + encoded.substring(0, Math.min(encoded.length(), 60)).replaceAll("%.?$", "");
    }
}
