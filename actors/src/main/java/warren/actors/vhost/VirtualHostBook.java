package warren.actors.vhost;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import warren.actors.definitions.DefinitionsLog;
import warren.actors.definitions.Recorder;
import warren.actors.exchange.Destination;
import warren.actors.exchange.ExchangeActor;
import warren.actors.exchange.ExchangeRef;
import warren.actors.exchange.QueueRef;
import warren.actors.extension.ExtensionRegistry;
import warren.actors.feed.EventFeed;
import warren.actors.queue.ExchangeStore;
import warren.actors.queue.QueueRules;
import warren.actors.queue.RecoveryTurns;
import warren.persistence.event.BindingDefinition;
import warren.persistence.event.BindingDefinition.Kind;
import warren.persistence.event.DefinitionEvent;
import warren.persistence.event.ExchangeDefinition;
import warren.persistence.event.QueueDefinition;
import warren.routing.ExchangeType;
import warren.routing.message.FieldTable;

/**
 * Carries out what {@link VirtualHostState} allows: changes the state, starts and ends actors, records what is durable, and runs the
 * answer when all of it is true. Part of the virtual host's actor.
 */
final class VirtualHostBook {
    final VirtualHostState state;
    final Recorder recorder;
    final PolicyChanges policies;
    private final VirtualHostSettings settings;
    private final Children children;
    final ActorRef<ExchangeActor.BindingsChanged> changed;
    final OwnExchanges own;
    final HostEvents events;
    final ExtensionRegistry extensions;
    private final HiddenQueues stores;
    private final RestartLimits limits;

    VirtualHostBook(
            VirtualHostSettings settings,
            Children children,
            ActorRef<DefinitionsLog.Command> log,
            ActorRef<ExchangeActor.BindingsChanged> changed,
            OwnExchanges own,
            HostEvents events,
            ExtensionRegistry extensions,
            RestartLimits limits) {
        this.settings = settings;
        this.children = children;
        this.changed = changed;
        this.own = own;
        this.events = events;
        this.limits = limits;
        this.recorder = new Recorder(log);
        this.extensions = extensions;
        this.state = new VirtualHostState(
                settings.name(), type -> extensions.named(type).isPresent());
        this.stores = new HiddenQueues(state, extensions);
        this.policies = new PolicyChanges(state, children, recorder, events);
    }

    String name() {
        return settings.name();
    }

    void beginRecovery() {
        children.beginRecovery();
    }

    CompletionStage<RecoveryTurns.Progress> recovery() {
        return children.recovery();
    }

    /** The host is gone, and what the store has of it goes too. */
    void purge() {
        children.purge();
    }

    void purgeOrphans() {
        children.purgeOrphans(state);
    }

    void declareQueue(QueueDeclaration wanted, String connection, Consumer<QueueRef> whenDeclared) {
        boolean durable = wanted.durable() && !wanted.exclusive();
        String queueName = wanted.name().isEmpty() ? ServerNames.queue() : wanted.name();
        var definition =
                new QueueDefinition(queueName, state.nextId(), durable, wanted.autoDelete(), wanted.arguments());
        Optional<String> owner = wanted.exclusive() ? Optional.of(connection) : Optional.empty();
        events.queueCreated(definition, owner);
        QueueRef queue = start(definition, owner);
        recorder.record(
                durable ? List.of(new DefinitionEvent.QueueDeclared(definition)) : List.of(),
                () -> whenDeclared.accept(queue));
    }

    void declareExchange(ExchangeDefinition declared, Consumer<ExchangeRef> whenDeclared) {
        ExchangeDefinition wanted =
                ExchangeType.named(declared.type()).isPresent() ? declared : declared.withId(state.nextId());
        ExchangeRef exchange = start(wanted);
        events.exchangeCreated(wanted, state.policies.onExchange(wanted.name()).policy());
        policies.linkAlternates(wanted.name());
        var facts = new ArrayList<DefinitionEvent>(List.of(new DefinitionEvent.ExchangeDeclared(wanted)));
        stores.of(wanted).ifPresent(store -> {
            startStore(store);
            facts.add(new DefinitionEvent.QueueDeclared(store));
        });
        policies.tellStore(wanted.name());
        recorder.record(wanted.durable() ? facts : List.of(), () -> whenDeclared.accept(exchange));
    }

    /** Starts an exchange's hidden queue. One whose exchange is not there is dropped as an orphan. */
    void startStore(QueueDefinition definition) {
        ExchangeEntry exchange = state.exchange(ExchangeStore.exchangeOf(definition.name()));
        if (exchange != null) {
            QueueRules rules = rules(definition);
            QueueRef store = children.queue(definition, rules, Optional.empty());
            state.addStore(exchange, new QueueEntry(definition, store, rules, limits));
        }
    }

    void bind(BindingDefinition binding, Runnable whenBound) {
        boolean isNew = state.bindings.add(binding);
        if (isNew) {
            events.bindingCreated(binding);
        }
        List<DefinitionEvent> facts =
                isNew && state.isDurable(binding) ? List.of(new DefinitionEvent.Bound(binding)) : List.of();
        recorder.record(
                facts, () -> change(binding.source(), new ExchangeActor.Bind(toExchange(binding), changed), whenBound));
    }

    void unbind(BindingDefinition binding, Runnable whenUnbound) {
        Optional<ExchangeActor.Binding> atExchange = destination(binding)
                .map(to -> new ExchangeActor.Binding(to, binding.routingKey(), binding.arguments()));
        VirtualHostState.Removal removal = state.removeBinding(binding);
        forget(removal, null, events.user());
        record(removal, () -> {
            if (atExchange.isPresent()) {
                change(binding.source(), new ExchangeActor.Unbind(atExchange.get(), changed), whenUnbound);
            } else {
                whenUnbound.run();
            }
        });
    }

    /** The exchange has taken a change: its answer may go out. Answers come in the order of the changes. */
    void bindingsChanged(ActorRef<ExchangeActor.Command> exchange) {
        state.exchangeOf(exchange).map(entry -> entry.changes.poll()).ifPresent(Runnable::run);
    }

    /** The queue's actor has ended or is to end; the book forgets it. */
    void removeQueue(QueueEntry entry, Runnable whenGone) {
        if (state.queue(entry.definition.name()) != entry) {
            whenGone.run();
            return;
        }
        VirtualHostState.Removal removal = state.removeQueue(entry);
        forget(removal, entry.ref, EventFeed.INTERNAL_USER);
        events.queueDeleted(entry.definition.name());
        entry.waiting.forEach(Runnable::run);
        entry.asked.forEach(Runnable::run);
        entry.asked.clear();
        children.stop(entry.ref.actor());
        record(removal, () -> {
            if (entry.hasJournal) {
                children.purge(entry.definition);
            }
            whenGone.run();
        });
    }

    String persistenceId(QueueEntry entry) {
        return children.persistenceId(entry.definition);
    }

    /** The queue is another from now on; one that becomes durable has written down what it holds. */
    void alterQueue(QueueEntry entry, QueueDefinition changed, Runnable whenAltered) {
        String queueName = changed.name();
        var facts = new ArrayList<DefinitionEvent>();
        List<BindingDefinition> bindings = state.bindings.to(Kind.QUEUE, queueName);
        List<BindingDefinition> durableBefore =
                bindings.stream().filter(state::isDurable).toList();
        boolean wasDurable = entry.definition.durable();
        entry.definition = changed;
        if (changed.durable()) {
            entry.hasJournal = true;
            facts.add(new DefinitionEvent.QueueDeclared(changed));
            bindings.stream()
                    .filter(binding -> state.isDurable(binding) && !durableBefore.contains(binding))
                    .forEach(binding -> facts.add(new DefinitionEvent.Bound(binding)));
        } else if (wasDurable) {
            durableBefore.forEach(binding -> facts.add(new DefinitionEvent.Unbound(binding)));
            facts.add(new DefinitionEvent.QueueDeleted(queueName));
        }
        if (wasDurable != changed.durable()) {
            QueueRef old = entry.ref;
            entry.ref = old.altered(changed.durable());
            rebind(bindings, old);
        }
        children.change(entry, state.policies.argumentsOf(changed));
        recorder.record(facts, whenAltered);
    }

    void removeExchange(@Nullable ExchangeEntry entry, Runnable whenGone) {
        if (entry == null) {
            whenGone.run();
            return;
        }
        VirtualHostState.Removal removal = state.removeExchange(entry);
        events.exchangeDeletion(entry.definition.name(), () -> forget(removal, null, events.user()));
        record(removal, whenGone);
    }

    /** Records what is gone, and drops what waited in the exchanges among it. */
    private void record(VirtualHostState.Removal removal, Runnable whenRecorded) {
        recorder.record(removal.facts, () -> {
            for (ExchangeEntry exchange : removal.exchanges) {
                if (exchange.store != null && exchange.definition.durable()) {
                    children.purge(exchange.store.definition);
                }
                if (exchange.definition.id() > 0) {
                    children.purge(exchange.definition);
                }
            }
            whenRecorded.run();
        });
    }

    void removeQueuesOf(String connection, Runnable whenGone) {
        state.queuesOf(connection).forEach(entry -> removeQueue(entry, () -> {}));
        whenGone.run();
    }

    Optional<QueueEntry> queueOf(ActorRef<?> actor) {
        return state.queuesAndStores().stream()
                .filter(entry -> entry.ref.actor().equals(actor))
                .findFirst();
    }

    /** Starts a failed queue's actor again and tells the exchanges that its bindings lead there now. */
    void restart(QueueEntry entry) {
        if (state.queueOrStore(entry.definition.name()) != entry) {
            return;
        }
        QueueRef old = entry.ref;
        if (entry.hasJournal && !entry.definition.durable()) {
            // it is a transient queue that starts, with nothing in it
            children.purge(entry.definition);
            entry.hasJournal = false;
        }
        entry.rules = rules(entry.definition);
        entry.ref = children.queueAgain(entry.definition, entry.rules, entry.owner);
        entry.restarting = false;
        rebind(state.bindings.to(Kind.QUEUE, entry.definition.name()), old);
        if (ExchangeStore.isOne(entry.definition.name())) {
            policies.tellStore(ExchangeStore.exchangeOf(entry.definition.name()));
        }
        List<Runnable> waiting = List.copyOf(entry.waiting);
        entry.waiting.clear();
        waiting.forEach(Runnable::run);
    }

    /** Starts a failed exchange's actor again with its bindings. */
    void restart(ExchangeEntry entry) {
        String exchangeName = entry.definition.name();
        if (state.exchange(exchangeName) != entry) {
            return;
        }
        ExchangeRef old = entry.ref;
        List<ExchangeActor.Binding> bindings =
                state.bindings.from(exchangeName).stream().map(this::toExchange).toList();
        state.replace(entry, children.exchange(entry.definition, bindings));
        own.started(entry.ref);
        policies.linkAlternates(exchangeName);
        policies.tellStore(entry);
        rebind(state.bindings.to(Kind.EXCHANGE, exchangeName), old);
        var waiting = new ArrayList<>(entry.changes);
        entry.changes.clear();
        waiting.forEach(Runnable::run);
    }

    private void rebind(List<BindingDefinition> bindings, Destination old) {
        var bySource = new LinkedHashMap<String, List<ExchangeActor.Binding>>();
        for (BindingDefinition binding : bindings) {
            bySource.computeIfAbsent(binding.source(), key -> new ArrayList<>()).add(toExchange(binding));
        }
        bySource.forEach((source, moved) -> exchange(source).tell(new ExchangeActor.Redirect(old, moved)));
    }

    /** Exchanges that live on drop what led to something that is gone: the queue, if it was one, and the exchanges that went with it. */
    private void forget(VirtualHostState.Removal removal, @Nullable QueueRef queue, String by) {
        events.removed(removal, by);
        var gone = new HashMap<String, Destination>();
        for (ExchangeEntry entry : removal.exchanges) {
            stop(entry);
            gone.put(entry.definition.name(), entry.ref);
        }
        for (BindingDefinition binding : removal.bindings) {
            ExchangeEntry source = state.exchange(binding.source());
            Destination destination = binding.destinationKind() == Kind.QUEUE ? queue : gone.get(binding.destination());
            if (source != null && destination != null) {
                source.ref.actor().tell(new ExchangeActor.Forget(destination));
            }
        }
        gone.keySet().forEach(policies::linkAlternates);
    }

    private void change(String exchange, ExchangeActor.Command command, Runnable whenChanged) {
        ExchangeEntry entry = state.exchange(exchange);
        if (entry == null) {
            whenChanged.run();
            return;
        }
        entry.changes.add(whenChanged);
        entry.ref.actor().tell(command);
    }

    ActorRef<ExchangeActor.Command> exchange(String exchange) {
        ExchangeEntry entry = state.exchange(exchange);
        if (entry == null) {
            throw new IllegalStateException("a binding of a missing exchange '" + exchange + "'");
        }
        return entry.ref.actor();
    }

    private Optional<Destination> destination(BindingDefinition binding) {
        if (binding.destinationKind() == Kind.QUEUE) {
            return Optional.ofNullable(state.queue(binding.destination())).map(entry -> entry.ref);
        }
        return Optional.ofNullable(state.exchange(binding.destination())).map(entry -> entry.ref);
    }

    ExchangeActor.Binding toExchange(BindingDefinition binding) {
        Destination destination =
                destination(binding).orElseThrow(() -> new IllegalStateException("a binding to nothing: " + binding));
        return new ExchangeActor.Binding(destination, binding.routingKey(), binding.arguments());
    }

    QueueRef start(QueueDefinition definition, Optional<String> owner) {
        QueueRules rules = rules(definition);
        QueueRef queue = children.queue(definition, rules, owner);
        state.add(new QueueEntry(definition, queue, rules, limits));
        return queue;
    }

    private QueueRules rules(QueueDefinition definition) {
        FieldTable arguments = ExchangeStore.isOne(definition.name())
                ? definition.arguments()
                : state.policies.argumentsOf(definition);
        return children.rules(definition.name(), arguments);
    }

    ExchangeRef start(ExchangeDefinition definition) {
        ExchangeRef exchange = children.exchange(definition, List.of());
        state.add(new ExchangeEntry(definition, exchange, limits));
        own.started(exchange);
        return exchange;
    }

    private void stop(ExchangeEntry entry) {
        entry.changes.forEach(Runnable::run);
        entry.changes.clear();
        children.stop(entry.ref.actor());
        if (entry.store != null) {
            entry.store.waiting.forEach(Runnable::run);
            children.stop(entry.store.ref.actor());
        }
    }
}
