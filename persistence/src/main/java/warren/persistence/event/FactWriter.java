package warren.persistence.event;

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
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;

/** Facts as named fields, the mirror of {@link FactReader}. */
final class FactWriter {
    private FactWriter() {}

    static Fields fields(DefinitionEvent fact) {
        if (fact instanceof VirtualHostAdded added) {
            return virtualHost(added.virtualHost());
        }
        if (fact instanceof VirtualHostDeleted deleted) {
            return fact("vhost-deleted").put("name", deleted.name());
        }
        if (fact instanceof UserPut put) {
            return user(put.user());
        }
        if (fact instanceof UserDeleted deleted) {
            return fact("user-deleted").put("name", deleted.name());
        }
        if (fact instanceof PermissionsSet set) {
            return permission(set.permission());
        }
        if (fact instanceof PermissionsCleared cleared) {
            return fact("permissions-cleared").put("user", cleared.user()).put("vhost", cleared.virtualHost());
        }
        if (fact instanceof LimitsSet set) {
            return limits(set.limits());
        }
        if (fact instanceof TopicPermissionsSet set) {
            return topicPermission(set.permission());
        }
        if (fact instanceof TopicPermissionsCleared cleared) {
            return fact("topic-permissions-cleared")
                    .put("user", cleared.user())
                    .put("vhost", cleared.virtualHost())
                    .put("exchange", cleared.exchange());
        }
        if (fact instanceof GlobalParameterSet set) {
            return fact("global-parameter-set").put("name", set.name()).put("value", set.value());
        }
        if (fact instanceof GlobalParameterCleared cleared) {
            return fact("global-parameter-cleared").put("name", cleared.name());
        }
        return fieldsOfTopology(fact);
    }

    private static Fields fieldsOfTopology(DefinitionEvent fact) {
        if (fact instanceof ExchangeDeclared declared) {
            return exchange(declared.exchange());
        }
        if (fact instanceof ExchangeDeleted deleted) {
            return fact("exchange-deleted").put("name", deleted.name());
        }
        if (fact instanceof QueueDeclared declared) {
            return queue(declared.queue());
        }
        if (fact instanceof QueueDeleted deleted) {
            return fact("queue-deleted").put("name", deleted.name());
        }
        if (fact instanceof Bound bound) {
            return binding("bound", bound.binding());
        }
        if (fact instanceof Unbound unbound) {
            return binding("unbound", unbound.binding());
        }
        if (fact instanceof PolicySet set) {
            return policy(set.policy());
        }
        if (fact instanceof PolicyCleared cleared) {
            return fact("policy-cleared").put("name", cleared.name()).put("operator", cleared.operator());
        }
        throw new IllegalStateException("a fact of no known kind: " + fact);
    }

    private static Fields fact(String kind) {
        return new Fields().put("fact", kind);
    }

    private static Fields virtualHost(VirtualHostDefinition host) {
        return fact("vhost-added")
                .put("name", host.name())
                .put("id", host.id())
                .put("description", host.description())
                .put("tags", host.tags());
    }

    private static Fields user(UserDefinition user) {
        return fact("user-put")
                .put("name", user.name())
                .put("hash", user.passwordHash())
                .put("algorithm", user.hashingAlgorithm())
                .put("tags", user.tags());
    }

    private static Fields permission(PermissionDefinition permission) {
        return fact("permissions-set")
                .put("user", permission.user())
                .put("vhost", permission.virtualHost())
                .put("configure", permission.configure())
                .put("write", permission.write())
                .put("read", permission.read());
    }

    private static Fields topicPermission(TopicPermissionDefinition permission) {
        return fact("topic-permissions-set")
                .put("user", permission.user())
                .put("vhost", permission.virtualHost())
                .put("exchange", permission.exchange())
                .put("write", permission.write())
                .put("read", permission.read());
    }

    private static Fields limits(LimitsDefinition limits) {
        FieldTable values = FieldTable.EMPTY;
        for (var limit : limits.limits().entrySet()) {
            values = values.with(limit.getKey(), FieldValue.of((long) limit.getValue()));
        }
        return fact("limits-set")
                .put("of-user", limits.ofUser())
                .put("name", limits.name())
                .put("limits", values);
    }

    private static Fields exchange(ExchangeDefinition exchange) {
        Fields fields = fact("exchange-declared")
                .put("name", exchange.name())
                .put("type", exchange.type())
                .put("durable", exchange.durable())
                .put("auto-delete", exchange.autoDelete())
                .put("internal", exchange.internal())
                .put("arguments", exchange.arguments());
        return exchange.id() == 0 ? fields : fields.put("id", exchange.id());
    }

    private static Fields queue(QueueDefinition queue) {
        return fact("queue-declared")
                .put("name", queue.name())
                .put("id", queue.id())
                .put("durable", queue.durable())
                .put("auto-delete", queue.autoDelete())
                .put("arguments", queue.arguments());
    }

    private static Fields binding(String kind, BindingDefinition binding) {
        return fact(kind)
                .put("source", binding.source())
                .put("to-queue", binding.destinationKind() == BindingDefinition.Kind.QUEUE)
                .put("destination", binding.destination())
                .put("key", binding.routingKey())
                .put("arguments", binding.arguments());
    }

    private static Fields policy(PolicyDefinition policy) {
        return fact("policy-set")
                .put("name", policy.name())
                .put("pattern", policy.pattern())
                .put("apply-to", policy.applyTo())
                .put("definition", policy.definition())
                .put("priority", policy.priority())
                .put("operator", policy.operator());
    }
}
