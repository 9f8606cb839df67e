package warren.actors.vhost;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.jspecify.annotations.Nullable;
import warren.actors.definitions.DefinitionsLog;
import warren.actors.definitions.Recorder;
import warren.actors.exchange.Destination;
import warren.actors.exchange.ExchangeActor;
import warren.actors.exchange.ExchangeRef;
import warren.actors.exchange.QueueRef;
import warren.actors.info.BrokerEvent;
import warren.actors.info.PolicyInfo;
import warren.actors.queue.QueueRules;
import warren.actors.queue.RecoveryTurns;
import warren.persistence.event.BindingDefinition;
import warren.persistence.event.BindingDefinition.Kind;
import warren.persistence.event.DefinitionEvent;
import warren.persistence.event.ExchangeDefinition;
import warren.persistence.event.PolicyDefinition;
import warren.persistence.event.QueueDefinition;
import warren.persistence.journal.StoreExtension;
import warren.routing.message.FieldTable;

/**
 * Carries out what {@link VirtualHostState} allows: changes the state, starts and ends actors, records what is durable, and runs the
 * answer when all of it is true. Part of the virtual host's actor.
 */
final class VirtualHostBook {
    final VirtualHostState state;
    final Recorder recorder;
    private final VirtualHostSettings settings;
    private final Children children;
    private final ActorRef<ExchangeActor.BindingsChanged> changed;

    VirtualHostBook(
            VirtualHostSettings settings,
            Children children,
            ActorRef<DefinitionsLog.Command> log,
            ActorRef<ExchangeActor.BindingsChanged> changed) {
        this.settings = settings;
        this.children = children;
        this.changed = changed;
        this.recorder = new Recorder(log);
        this.state = new VirtualHostState(settings.name());
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

    /** Takes over what the journal holds and starts all actors: first the policies, then the things, then the bindings between them. */
    void recover(List<DefinitionEvent> facts) {
        for (DefinitionEvent fact : facts) {
            if (fact instanceof DefinitionEvent.PolicySet set) {
                state.policies.put(info(set.policy()));
            }
        }
        VirtualHostState.predeclared().forEach(this::start);
        for (DefinitionEvent fact : facts) {
            if (fact instanceof DefinitionEvent.ExchangeDeclared declared) {
                start(declared.exchange());
            } else if (fact instanceof DefinitionEvent.QueueDeclared declared) {
                start(declared.queue(), Optional.empty());
            }
        }
        state.withAlternates().forEach(entry -> linkAlternates(entry.definition.name()));
        for (DefinitionEvent fact : facts) {
            if (fact instanceof DefinitionEvent.Bound bound && state.bindings.add(bound.binding())) {
                exchange(bound.binding().source()).tell(new ExchangeActor.Bind(toExchange(bound.binding()), changed));
            }
        }
    }

    /** Events of queues that the book does not know: their deletion was recorded, but the process ended before they were dropped. */
    void purgeOrphans(ActorSystem<?> system) {
        StoreExtension store = StoreExtension.get(system);
        var known = state.queues().stream()
                .map(entry -> children.persistenceId(entry.definition))
                .collect(java.util.stream.Collectors.toSet());
        String prefix = settings.queuePersistenceIds();
        for (String persistenceId : store.persistenceIds(prefix)) {
            state.queueIdsUsed(Long.parseLong(persistenceId.substring(prefix.length())));
            if (!known.contains(persistenceId)) {
                store.purge(persistenceId);
            }
        }
    }

    void declareQueue(QueueDeclaration wanted, String connection, Consumer<QueueRef> whenDeclared) {
        boolean durable = wanted.durable() && !wanted.exclusive();
        String queueName = wanted.name().isEmpty() ? ServerNames.queue() : wanted.name();
        var definition =
                new QueueDefinition(queueName, state.nextQueueId(), durable, wanted.autoDelete(), wanted.arguments());
        children.announce(new BrokerEvent.QueueCreated());
        QueueRef queue = start(definition, wanted.exclusive() ? Optional.of(connection) : Optional.empty());
        recorder.record(
                durable ? List.of(new DefinitionEvent.QueueDeclared(definition)) : List.of(),
                () -> whenDeclared.accept(queue));
    }

    void declareExchange(ExchangeDefinition wanted, Consumer<ExchangeRef> whenDeclared) {
        ExchangeRef exchange = start(wanted);
        linkAlternates(wanted.name());
        recorder.record(
                wanted.durable() ? List.of(new DefinitionEvent.ExchangeDeclared(wanted)) : List.of(),
                () -> whenDeclared.accept(exchange));
    }

    void bind(BindingDefinition binding, Runnable whenBound) {
        List<DefinitionEvent> facts = state.bindings.add(binding) && state.isDurable(binding)
                ? List.of(new DefinitionEvent.Bound(binding))
                : List.of();
        recorder.record(
                facts, () -> change(binding.source(), new ExchangeActor.Bind(toExchange(binding), changed), whenBound));
    }

    void unbind(BindingDefinition binding, Runnable whenUnbound) {
        Optional<ExchangeActor.Binding> atExchange = destination(binding)
                .map(to -> new ExchangeActor.Binding(to, binding.routingKey(), binding.arguments()));
        VirtualHostState.Removal removal = state.removeBinding(binding);
        forget(removal, null);
        recorder.record(removal.facts, () -> {
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
        children.announce(new BrokerEvent.QueueDeleted());
        VirtualHostState.Removal removal = state.removeQueue(entry);
        forget(removal, entry.ref);
        entry.waiting.forEach(Runnable::run);
        children.stop(entry.ref.actor());
        recorder.record(removal.facts, () -> {
            if (entry.definition.durable()) {
                children.purge(entry.definition);
            }
            whenGone.run();
        });
    }

    void removeExchange(ExchangeEntry entry, Runnable whenGone) {
        VirtualHostState.Removal removal = state.removeExchange(entry);
        forget(removal, null);
        recorder.record(removal.facts, whenGone);
    }

    void removeQueuesOf(String connection, Runnable whenGone) {
        state.queuesOf(connection).forEach(entry -> removeQueue(entry, () -> {}));
        whenGone.run();
    }

    void setPolicy(PolicyInfo policy, Runnable whenSet) {
        state.policies.put(policy);
        applyPolicies();
        var definition = new PolicyDefinition(
                policy.name(),
                policy.pattern(),
                policy.applyTo(),
                policy.definition(),
                policy.priority(),
                policy.operator());
        recorder.record(List.of(new DefinitionEvent.PolicySet(definition)), whenSet);
    }

    void clearPolicy(String policy, boolean operator, Runnable whenCleared) {
        state.policies.remove(policy, operator);
        applyPolicies();
        recorder.record(List.of(new DefinitionEvent.PolicyCleared(policy, operator)), whenCleared);
    }

    /** Tells those for whom something changes. */
    private void applyPolicies() {
        for (QueueEntry entry : state.queues()) {
            FieldTable arguments = state.policies.argumentsOf(entry.definition);
            if (!arguments.equals(entry.rules.arguments())) {
                children.change(entry, arguments);
            }
        }
        for (ExchangeEntry entry : state.exchanges()) {
            Optional<String> alternate = state.policies.alternateOf(entry.definition);
            if (!alternate.equals(entry.alternate)) {
                state.setAlternate(entry, alternate);
                tellAlternate(entry);
            }
        }
    }

    private void tellAlternate(ExchangeEntry entry) {
        Optional<ExchangeRef> ref = entry.alternate
                .flatMap(name -> Optional.ofNullable(state.exchange(name)))
                .map(other -> other.ref);
        entry.ref.actor().tell(new ExchangeActor.SetAlternate(ref));
    }

    Optional<QueueEntry> queueOf(ActorRef<?> actor) {
        return state.queues().stream()
                .filter(entry -> entry.ref.actor().equals(actor))
                .findFirst();
    }

    /** Starts a failed queue's actor again and tells the exchanges that its bindings lead there now. */
    void restart(QueueEntry entry) {
        if (state.queue(entry.definition.name()) != entry) {
            return;
        }
        QueueRef old = entry.ref;
        entry.rules = rules(entry.definition);
        entry.ref = children.queue(entry.definition, entry.rules, entry.owner);
        entry.restarting = false;
        rebind(state.bindings.to(Kind.QUEUE, entry.definition.name()), old);
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
        linkAlternates(exchangeName);
        rebind(state.bindings.to(Kind.EXCHANGE, exchangeName), old);
        var waiting = new ArrayList<>(entry.changes);
        entry.changes.clear();
        waiting.forEach(Runnable::run);
    }

    /** An exchange came or went: it learns its alternate, and those learn of it whose alternate it is. */
    private void linkAlternates(String name) {
        for (ExchangeEntry entry : state.withAlternates()) {
            if (entry.alternate.filter(name::equals).isPresent()
                    || entry.definition.name().equals(name)) {
                tellAlternate(entry);
            }
        }
    }

    private void rebind(List<BindingDefinition> bindings, Destination old) {
        var bySource = new LinkedHashMap<String, List<ExchangeActor.Binding>>();
        for (BindingDefinition binding : bindings) {
            bySource.computeIfAbsent(binding.source(), key -> new ArrayList<>()).add(toExchange(binding));
        }
        bySource.forEach((source, moved) -> exchange(source).tell(new ExchangeActor.Redirect(old, moved)));
    }

    /** Exchanges that live on drop what led to something that is gone: the queue, if it was one, and the exchanges that went with it. */
    private void forget(VirtualHostState.Removal removal, @Nullable QueueRef queue) {
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
        gone.keySet().forEach(this::linkAlternates);
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

    private ActorRef<ExchangeActor.Command> exchange(String exchange) {
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

    private ExchangeActor.Binding toExchange(BindingDefinition binding) {
        Destination destination =
                destination(binding).orElseThrow(() -> new IllegalStateException("a binding to nothing: " + binding));
        return new ExchangeActor.Binding(destination, binding.routingKey(), binding.arguments());
    }

    private QueueRef start(QueueDefinition definition, Optional<String> owner) {
        QueueRules rules = rules(definition);
        QueueRef queue = children.queue(definition, rules, owner);
        state.add(new QueueEntry(definition, queue, rules));
        return queue;
    }

    private QueueRules rules(QueueDefinition definition) {
        return children.rules(definition.name(), state.policies.argumentsOf(definition));
    }

    private ExchangeRef start(ExchangeDefinition definition) {
        ExchangeRef exchange = children.exchange(definition, List.of());
        state.add(new ExchangeEntry(definition, exchange));
        return exchange;
    }

    private void stop(ExchangeEntry entry) {
        entry.changes.forEach(Runnable::run);
        entry.changes.clear();
        children.stop(entry.ref.actor());
    }

    private PolicyInfo info(PolicyDefinition policy) {
        return new PolicyInfo(
                name(),
                policy.name(),
                policy.pattern(),
                policy.applyTo(),
                policy.definition(),
                policy.priority(),
                policy.operator());
    }
}
