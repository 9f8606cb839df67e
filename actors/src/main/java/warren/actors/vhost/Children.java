package warren.actors.vhost;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.jspecify.annotations.Nullable;
import warren.actors.exchange.Destination;
import warren.actors.exchange.ExchangeActor;
import warren.actors.exchange.ExchangeRef;
import warren.actors.exchange.ExtensionExchangeActor;
import warren.actors.exchange.ExtensionSetup;
import warren.actors.exchange.QueueRef;
import warren.actors.extension.ExtensionPublishing;
import warren.actors.failure.Witness;
import warren.actors.queue.DeadLetters;
import warren.actors.queue.QueueActor;
import warren.actors.queue.QueueProtocol;
import warren.actors.queue.QueueRules;
import warren.actors.queue.QueueSettings;
import warren.actors.queue.RecoveryTurns;
import warren.persistence.event.ExchangeDefinition;
import warren.persistence.event.QueueDefinition;
import warren.persistence.journal.StoreExtension;
import warren.routing.ExchangeType;
import warren.routing.message.FieldTable;

/** Starts the actors of a virtual host's queues and exchanges and gives each a name that can be read. */
final class Children {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ActorContext<VirtualHostActor.Command> context;
    private final VirtualHostSettings settings;
    private final ActorRef<QueueProtocol.Unused> unused;
    private final ActorRef<RecoveryTurns.Command> turns;
    /** Persistence ids of which the store had something when the virtual host started; empty once their actors have started. */
    private final Set<String> stored = new HashSet<>();
    /** Actors so far: their numbers keep the incarnations of a queue or an exchange apart. */
    private long started;

    private @Nullable ActorRef<ExtensionPublishing.Publish> publisher;

    Children(ActorContext<VirtualHostActor.Command> context, VirtualHostSettings settings) {
        this.context = context;
        this.settings = settings;
        this.unused = context.messageAdapter(QueueProtocol.Unused.class, VirtualHostActor.QueueUnused::new);
        this.turns = context.spawn(RecoveryTurns.create(settings.name()), "recoveries");
        // not handled: without it no queue would recover
        context.watch(turns);
        StoreExtension store = StoreExtension.get(context.getSystem());
        stored.addAll(store.persistenceIds(settings.queuePersistenceIds()));
        stored.addAll(store.persistenceIds(settings.exchangePersistenceIds()));
    }

    /** All queues of the definitions are there, and may recover in their turn. */
    void beginRecovery() {
        turns.tell(new RecoveryTurns.Begin());
    }

    /** How far the queues that were there at the start have recovered. */
    CompletionStage<RecoveryTurns.Progress> recovery() {
        return AskPattern.ask(
                turns, RecoveryTurns.Ask::new, PATIENCE, context.getSystem().scheduler());
    }

    /** A queue's first actor in this process. */
    QueueRef queue(QueueDefinition definition, QueueRules rules, Optional<String> owner) {
        return queue(definition, rules, owner, stored.contains(persistenceId(definition)));
    }

    /** The actor that comes after one that has failed. */
    QueueRef queueAgain(QueueDefinition definition, QueueRules rules, Optional<String> owner) {
        return queue(definition, rules, owner, definition.durable());
    }

    private QueueRef queue(QueueDefinition definition, QueueRules rules, Optional<String> owner, boolean isInJournal) {
        var queueSettings = new QueueSettings(
                settings.name(),
                definition.name(),
                definition.durable(),
                definition.autoDelete(),
                definition.arguments(),
                persistenceId(definition));
        ActorRef<QueueProtocol.Command> actor = context.spawn(
                Witness.of(
                        "queue",
                        isInJournal
                                ? QueueActor.recover(queueSettings, rules, unused, turns)
                                : QueueActor.create(queueSettings, rules, unused)),
                actorName("queue", definition.name()));
        rules.deadLetters().ifPresent(publisher -> publisher.tell(new DeadLetterActor.Serve(actor)));
        context.watch(actor);
        return new QueueRef(definition.name(), definition.id(), started, definition.durable(), owner, actor);
    }

    /** What a new queue with these arguments keeps to. Its publisher of dead letters is not watched: the queue does that. */
    QueueRules rules(String queue, FieldTable arguments) {
        return new QueueRules(
                arguments,
                DeadLetters.Address.of(arguments)
                        .map(address -> context.spawn(
                                DeadLetterActor.create(queue, context.getSelf()), actorName("dead-letters", queue))));
    }

    /** Gives a living queue other arguments. A publisher that it has stays with it. */
    void change(QueueEntry entry, FieldTable arguments) {
        Optional<ActorRef<DeadLetters.Command>> present = entry.rules.deadLetters();
        entry.rules =
                present.isPresent() ? new QueueRules(arguments, present) : rules(entry.definition.name(), arguments);
        if (present.isEmpty()) {
            entry.rules.deadLetters().ifPresent(made -> made.tell(new DeadLetterActor.Serve(entry.ref.actor())));
        }
        entry.ref.actor().tell(new QueueProtocol.SetRules(entry.rules));
    }

    ExchangeRef exchange(ExchangeDefinition definition, List<ExchangeActor.Binding> bindings) {
        Behavior<ExchangeActor.Command> behavior = ExchangeType.named(definition.type())
                .map(type -> ExchangeActor.create(type.newTable(definition.arguments(), Destination::label), bindings))
                .orElseGet(() -> ExtensionExchangeActor.create(extension(definition), bindings));
        ActorRef<ExchangeActor.Command> actor =
                context.spawn(Witness.of("exchange", behavior), actorName("exchange", definition.name()));
        context.watch(actor);
        return new ExchangeRef(definition.name(), definition.type(), definition.internal(), actor);
    }

    private ExtensionSetup extension(ExchangeDefinition definition) {
        return new ExtensionSetup(
                settings.name(),
                definition.name(),
                definition.type(),
                definition.durable(),
                definition.arguments(),
                persistenceId(definition),
                publisher());
    }

    /** That of what extensions publish; it begins with the first exchange that may. */
    private ActorRef<ExtensionPublishing.Publish> publisher() {
        if (publisher == null) {
            publisher = context.spawn(
                    settings.publisher().create(context.getSelf(), settings.name()), "extension-publisher");
        }
        return publisher;
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

    /** Drops what the journal holds of a deleted exchange. */
    void purge(ExchangeDefinition definition) {
        StoreExtension.get(context.getSystem()).purge(persistenceId(definition));
    }

    /** Drops all that the store has of the virtual host. */
    void purge() {
        VirtualHostSettings.purge(StoreExtension.get(context.getSystem()), settings.id());
    }

    /**
     * All that was there when the host started has its actors now. Events of queues and exchanges that the book does not know are dropped:
     * their deletion was recorded, but the process ended before that was done.
     */
    void purgeOrphans(VirtualHostState state) {
        StoreExtension store = StoreExtension.get(context.getSystem());
        Set<String> known = state.queuesAndStores().stream()
                .map(entry -> persistenceId(entry.definition))
                .collect(Collectors.toCollection(HashSet::new));
        state.exchanges().forEach(entry -> known.add(persistenceId(entry.definition)));
        for (String persistenceId : stored) {
            state.idsUsed(Long.parseLong(persistenceId.substring(persistenceId.lastIndexOf('/') + 1)));
            if (!known.contains(persistenceId)) {
                store.purge(persistenceId);
            }
        }
        stored.clear();
    }

    private String persistenceId(ExchangeDefinition definition) {
        return settings.exchangePersistenceIds() + definition.id();
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
