package warren.actors.vhost;

import java.util.List;
import java.util.Optional;
import warren.actors.definitions.Recorder;
import warren.actors.exchange.ExchangeActor;
import warren.actors.exchange.ExchangeRef;
import warren.actors.exchange.QueueRef;
import warren.actors.info.PolicyInfo;
import warren.persistence.event.DefinitionEvent;
import warren.persistence.event.PolicyDefinition;
import warren.routing.message.FieldTable;

/** Tells queues and exchanges what policies change for them, alternate exchanges among it. Part of the virtual host's actor. */
final class PolicyChanges {
    private final VirtualHostState state;
    private final Children children;
    private final Recorder recorder;

    PolicyChanges(VirtualHostState state, Children children, Recorder recorder) {
        this.state = state;
        this.children = children;
        this.recorder = recorder;
    }

    /** One that the journal holds; nothing is there yet that it could change. */
    void recover(PolicyDefinition policy) {
        state.policies.put(new PolicyInfo(
                state.name,
                policy.name(),
                policy.pattern(),
                policy.applyTo(),
                policy.definition(),
                policy.priority(),
                policy.operator()));
    }

    void set(PolicyInfo policy, Runnable whenSet) {
        state.policies.put(policy);
        apply();
        var definition = new PolicyDefinition(
                policy.name(),
                policy.pattern(),
                policy.applyTo(),
                policy.definition(),
                policy.priority(),
                policy.operator());
        recorder.record(List.of(new DefinitionEvent.PolicySet(definition)), whenSet);
    }

    void clear(String policy, boolean operator, Runnable whenCleared) {
        state.policies.remove(policy, operator);
        apply();
        recorder.record(List.of(new DefinitionEvent.PolicyCleared(policy, operator)), whenCleared);
    }

    /** Tells those for whom something changes. */
    private void apply() {
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
            tellStore(entry);
        }
    }

    void tellStore(String exchange) {
        ExchangeEntry entry = state.exchange(exchange);
        if (entry != null) {
            tellStore(entry);
        }
    }

    /** An exchange that delays or deduplicates learns where, and by which rules; what it knows already changes nothing. */
    void tellStore(ExchangeEntry entry) {
        Optional<QueueRef> store = Optional.ofNullable(entry.store).map(queue -> queue.ref);
        if (ExchangeRef.DEDUPLICATING.equals(entry.definition.type())) {
            FieldTable arguments = state.policies.argumentsOf(entry.definition);
            entry.ref.actor().tell(new ExchangeActor.Deduplicate(arguments, store));
        } else if (store.isPresent()) {
            entry.ref.actor().tell(new ExchangeActor.SetDelayStore(store.get()));
        }
    }

    /** An exchange came or went: it learns its alternate, and those learn of it whose alternate it is. */
    void linkAlternates(String name) {
        for (ExchangeEntry entry : state.withAlternates()) {
            if (entry.alternate.filter(name::equals).isPresent()
                    || entry.definition.name().equals(name)) {
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
}
