package warren.persistence.event;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import warren.persistence.event.DefinitionEvent.Bound;
import warren.persistence.event.DefinitionEvent.ExchangeDeclared;
import warren.persistence.event.DefinitionEvent.ExchangeDeleted;
import warren.persistence.event.DefinitionEvent.GlobalParameterCleared;
import warren.persistence.event.DefinitionEvent.GlobalParameterSet;
import warren.persistence.event.DefinitionEvent.LimitsSet;
import warren.persistence.event.DefinitionEvent.PermissionsCleared;
import warren.persistence.event.DefinitionEvent.PermissionsSet;
import warren.persistence.event.DefinitionEvent.PolicyCleared;
import warren.persistence.event.DefinitionEvent.PolicySet;
import warren.persistence.event.DefinitionEvent.QueueDeclared;
import warren.persistence.event.DefinitionEvent.QueueDeleted;
import warren.persistence.event.DefinitionEvent.TopicPermissionsCleared;
import warren.persistence.event.DefinitionEvent.TopicPermissionsSet;
import warren.persistence.event.DefinitionEvent.Unbound;
import warren.persistence.event.DefinitionEvent.UserDeleted;
import warren.persistence.event.DefinitionEvent.UserPut;
import warren.persistence.event.DefinitionEvent.VirtualHostAdded;
import warren.persistence.event.DefinitionEvent.VirtualHostDeleted;

/** The facts that still hold: the newest about each thing, none about a thing that is gone. In the order in which things came. */
public final class Facts {
    private final Map<Object, DefinitionEvent> standing = new LinkedHashMap<>();

    /** Takes facts in, in the order in which they happened. */
    public Facts apply(Collection<DefinitionEvent> facts) {
        facts.forEach(this::apply);
        return this;
    }

    /** Facts that hold. */
    public int size() {
        return standing.size();
    }

    /** A copy of what holds. */
    public List<DefinitionEvent> standing() {
        return List.copyOf(standing.values());
    }

    private void apply(DefinitionEvent fact) {
        if (!putDefinition(fact)) {
            removeDefinition(fact);
        }
    }

    private boolean putDefinition(DefinitionEvent fact) {
        Object key;
        if (fact instanceof VirtualHostAdded added) {
            key = new Key("vhost", added.virtualHost().name());
        } else if (fact instanceof UserPut put) {
            key = new Key("user", put.user().name());
        } else if (fact instanceof PermissionsSet set) {
            key = new PermissionKey(set.permission().user(), set.permission().virtualHost());
        } else if (fact instanceof TopicPermissionsSet set) {
            key = new TopicKey(
                    set.permission().user(),
                    set.permission().virtualHost(),
                    set.permission().exchange());
        } else if (fact instanceof GlobalParameterSet set) {
            key = new Key("global parameter", set.name());
        } else if (fact instanceof ExchangeDeclared declared) {
            key = new Key("exchange", declared.exchange().name());
        } else if (fact instanceof QueueDeclared declared) {
            key = new Key("queue", declared.queue().name());
        } else if (fact instanceof Bound bound) {
            key = bound.binding();
        } else if (fact instanceof PolicySet set) {
            key = policy(set.policy().name(), set.policy().operator());
        } else if (fact instanceof LimitsSet set && !set.limits().limits().isEmpty()) {
            key = limits(set.limits());
        } else {
            return false;
        }
        standing.put(key, fact);
        return true;
    }

    private void removeDefinition(DefinitionEvent fact) {
        if (fact instanceof VirtualHostDeleted deleted) {
            standing.remove(new Key("vhost", deleted.name()));
        } else if (fact instanceof UserDeleted deleted) {
            standing.remove(new Key("user", deleted.name()));
        } else if (fact instanceof PermissionsCleared cleared) {
            standing.remove(new PermissionKey(cleared.user(), cleared.virtualHost()));
        } else if (fact instanceof TopicPermissionsCleared cleared) {
            standing.remove(new TopicKey(cleared.user(), cleared.virtualHost(), cleared.exchange()));
        } else if (fact instanceof GlobalParameterCleared cleared) {
            standing.remove(new Key("global parameter", cleared.name()));
        } else if (fact instanceof ExchangeDeleted deleted) {
            standing.remove(new Key("exchange", deleted.name()));
        } else if (fact instanceof QueueDeleted deleted) {
            standing.remove(new Key("queue", deleted.name()));
        } else if (fact instanceof Unbound unbound) {
            standing.remove(unbound.binding());
        } else if (fact instanceof PolicyCleared cleared) {
            standing.remove(policy(cleared.name(), cleared.operator()));
        } else if (fact instanceof LimitsSet set) {
            standing.remove(limits(set.limits()));
        } else {
            throw new IllegalStateException("a fact of no known kind: " + fact);
        }
    }

    private static Key policy(String name, boolean operator) {
        return new Key(operator ? "operator policy" : "policy", name);
    }

    private static Key limits(LimitsDefinition limits) {
        return new Key(limits.ofUser() ? "user limits" : "vhost limits", limits.name());
    }

    private record Key(String kind, String name) {}

    private record TopicKey(String user, String virtualHost, String exchange) {}

    private record PermissionKey(String user, String virtualHost) {}
}
