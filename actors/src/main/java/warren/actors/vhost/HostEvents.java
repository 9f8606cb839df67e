package warren.actors.vhost;

import java.util.LinkedHashMap;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorSystem;
import warren.actors.feed.Event;
import warren.actors.feed.EventFeed;
import warren.actors.feed.Feeds;
import warren.actors.info.BrokerEvent;
import warren.actors.info.PolicyInfo;
import warren.actors.vhost.VirtualHostActor.Command;
import warren.actors.vhost.VirtualHostActor.InNameOf;
import warren.persistence.event.BindingDefinition;
import warren.persistence.event.BindingDefinition.Kind;
import warren.persistence.event.ExchangeDefinition;
import warren.persistence.event.QueueDefinition;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;

/** Tells of what comes and goes in a virtual host, and in whose name. Part of its actor. */
final class HostEvents {
    private final ActorSystem<?> system;
    private final EventFeed events;
    private final String host;
    private String user = EventFeed.INTERNAL_USER;

    HostEvents(ActorSystem<?> system, String host) {
        this.system = system;
        this.events = Feeds.get(system).events();
        this.host = host;
    }

    /** What happens from now on happens in this name. */
    void begin(String inNameOf) {
        user = inNameOf;
    }

    /** From now on the broker acts of itself. */
    void end() {
        user = EventFeed.INTERNAL_USER;
    }

    /** In whose name something is done now. */
    String user() {
        return user;
    }

    /** To be handled later in the name in which something is handled now. */
    Command later(Command command) {
        return new InNameOf(user, command);
    }

    void queueCreated(QueueDefinition queue, Optional<String> owner) {
        BrokerEvent.publish(system, new BrokerEvent.QueueCreated());
        events.tell(
                "queue.created",
                event -> event.by(user)
                        .flag("exclusive", owner.isPresent())
                        .pid("owner_pid", owner.orElse(""))
                        .terms("arguments", queue.arguments())
                        .flag("auto_delete", queue.autoDelete())
                        .flag("durable", queue.durable())
                        .text("name", queue.name())
                        .text("vhost", host));
    }

    void queueDeleted(String queue) {
        BrokerEvent.publish(system, new BrokerEvent.QueueDeleted());
        deleted("queue.deleted", queue);
    }

    private void deleted(String key, String name) {
        events.tell(key, event -> event.by(user).text("name", name).text("vhost", host));
    }

    void exchangeCreated(ExchangeDefinition exchange, Optional<String> policy) {
        exchangeCreated(events, exchange, policy.orElse(""), host, user);
    }

    static void exchangeCreated(
            EventFeed events, ExchangeDefinition exchange, String policy, String host, String user) {
        events.tell(
                "exchange.created",
                event -> event.by(user)
                        .text("policy", policy)
                        .terms("arguments", exchange.arguments())
                        .flag("internal", exchange.internal())
                        .flag("auto_delete", exchange.autoDelete())
                        .flag("durable", exchange.durable())
                        .text("type", exchange.type())
                        .text("name", exchange.name())
                        .text("vhost", host));
    }

    /** What went along with something that was deleted. */
    void removed(VirtualHostState.Removal removal) {
        removal.exchanges.forEach(exchange -> deleted("exchange.deleted", exchange.definition.name()));
        removal.bindings.forEach(binding -> binding("binding.deleted", binding));
    }

    void bindingCreated(BindingDefinition binding) {
        binding("binding.created", binding);
    }

    private void binding(String key, BindingDefinition binding) {
        events.tell(
                key,
                event -> event.by(user)
                        .text("vhost", host)
                        .terms("arguments", binding.arguments())
                        .text("routing_key", binding.routingKey())
                        .text("destination_kind", binding.destinationKind() == Kind.QUEUE ? "queue" : "exchange")
                        .text("destination_name", binding.destination())
                        .text("source_kind", "exchange")
                        .text("source_name", binding.source()));
    }

    void policySet(PolicyInfo policy) {
        if (policy.operator()) {
            events.tell("parameter.set", event -> {
                var value = new LinkedHashMap<String, FieldValue>();
                value.put("apply-to", FieldValue.of(policy.applyTo()));
                value.put("priority", FieldValue.of((long) policy.priority()));
                value.put("definition", policy.definition());
                value.put("pattern", FieldValue.of(policy.pattern()));
                operatorPolicy(event.by(user).put("value", new FieldTable(value)), policy.name());
            });
        }
        events.tell(
                "policy.set",
                event -> event.text("apply-to", policy.applyTo())
                        .number("priority", policy.priority())
                        .put("definition", policy.definition())
                        .text("pattern", policy.pattern())
                        .by(user)
                        .text("vhost", host)
                        .text("name", policy.name()));
    }

    void policyCleared(String policy, boolean operator) {
        if (operator) {
            events.tell("parameter.cleared", event -> operatorPolicy(event.by(user), policy));
        }
        events.tell(
                operator ? "operator.policy.cleared" : "policy.cleared",
                event -> event.by(user).text("vhost", host).text("name", policy));
    }

    private void operatorPolicy(Event event, String policy) {
        event.text("name", policy).text("component", "operator_policy").text("vhost", host);
    }
}
