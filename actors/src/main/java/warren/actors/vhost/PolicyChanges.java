package warren.actors.vhost;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import warren.actors.AmqpError;
import warren.actors.definitions.Recorder;
import warren.actors.exchange.ExchangeActor;
import warren.actors.exchange.ExchangeRef;
import warren.actors.exchange.QueueRef;
import warren.actors.info.PolicyInfo;
import warren.actors.vhost.VirtualHostActor.ClearPolicy;
import warren.persistence.event.DefinitionEvent;
import warren.persistence.event.PolicyDefinition;
import warren.routing.message.FieldTable;

/** Tells queues and exchanges what policies change for them, alternate exchanges among it. Part of the virtual host's actor. */
final class PolicyChanges {
    private final VirtualHostState state;
    private final Children children;
    private final Recorder recorder;
    private final HostEvents events;

    PolicyChanges(VirtualHostState state, Children children, Recorder recorder, HostEvents events) {
        this.state = state;
        this.children = children;
        this.recorder = recorder;
        this.events = events;
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
        List<QueueEntry> affected = change(() -> state.policies.put(policy));
        events.policySet(policy, affected);
        var definition = new PolicyDefinition(
                policy.name(),
                policy.pattern(),
                policy.applyTo(),
                policy.definition(),
                policy.priority(),
                policy.operator());
        recorder.record(List.of(new DefinitionEvent.PolicySet(definition)), whenSet);
    }

    void clear(ClearPolicy command) {
        String policy = command.name();
        boolean operator = command.operator();
        Optional<AmqpError> refusal = state.policies.contains(policy, operator)
                ? Optional.empty()
                : Optional.of(AmqpError.notFound("no policy '" + policy + "'"));
        ExchangeRequests.change(refusal, command.replyTo(), done -> {
            List<QueueEntry> affected = change(() -> state.policies.remove(policy, operator));
            events.policyCleared(policy, operator, affected);
            recorder.record(List.of(new DefinitionEvent.PolicyCleared(policy, operator)), done);
        });
    }

    /** Carries out a change of the policies; those queues to which others apply now, if anybody hears of it. */
    private List<QueueEntry> change(Runnable change) {
        List<QueueEntry> queues = events.areUnheard() ? List.of() : List.copyOf(state.queues());
        List<List<PolicyInfo>> before = queues.stream().map(this::applying).toList();
        change.run();
        apply();
        return IntStream.range(0, queues.size())
                .filter(i -> !applying(queues.get(i)).equals(before.get(i)))
                .mapToObj(queues::get)
                .toList();
    }

    private List<PolicyInfo> applying(QueueEntry queue) {
        return state.policies.applying("queues", queue.definition.name());
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
