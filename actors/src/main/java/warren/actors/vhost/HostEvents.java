package warren.actors.vhost;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorSystem;
import warren.actors.feed.Event;
import warren.actors.feed.EventFeed;
import warren.actors.feed.Feeds;
import warren.actors.info.BrokerEvent;
import warren.actors.info.PolicyInfo;
import warren.actors.queue.QueueSettings;
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
        deleted("queue.deleted", queue, user);
    }

    private void deleted(String key, String name, String by) {
        events.tell(key, event -> event.by(by).text("name", name).text("vhost", host));
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

    /** What went along with something that was deleted, in this name. */
    void removed(VirtualHostState.Removal removal, String by) {
        Set<String> gone = removal.exchanges.stream()
                .map(exchange -> exchange.definition.name())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        removal.bindings.stream()
                .filter(binding -> !gone.contains(binding.source()))
                .forEach(binding -> binding("binding.deleted", binding, by));
        for (String exchange : gone) {
            deleted("exchange.deleted", exchange, by);
            removal.bindings.stream()
                    .filter(binding -> binding.source().equals(exchange))
                    .forEach(binding -> binding("binding.deleted", binding, by));
        }
    }

    /** Somebody deletes an exchange, which to RabbitMQ is a parameter as long as it lasts. */
    void exchangeDeletion(String exchange, Runnable deletion) {
        events.tell("parameter.set", event -> inProgress(event.by(user).flag("value", true), exchange));
        deletion.run();
        events.tell("parameter.cleared", event -> inProgress(event.by(user), exchange));
    }

    private void inProgress(Event event, String exchange) {
        event.text("name", exchange)
                .text("component", "exchange-delete-in-progress")
                .text("vhost", host);
    }

    /** The host itself is deleted, with all that is in it. */
    void hostDeleted(VirtualHostState state) {
        for (QueueEntry queue : state.queues()) {
            String name = queue.definition.name();
            state.bindings
                    .to(Kind.QUEUE, name)
                    .forEach(binding -> binding("binding.deleted", binding, EventFeed.INTERNAL_USER));
            queueDeleted(name);
        }
        exchangeDeletion(
                VirtualHostState.DEFAULT_EXCHANGE,
                () -> deleted("exchange.deleted", VirtualHostState.DEFAULT_EXCHANGE, user));
        for (ExchangeEntry exchange : state.exchanges()) {
            exchangeDeletion(exchange.definition.name(), () -> exchangeDeleted(exchange, state));
        }
        events.tell("vhost.deleted", event -> event.by(user).text("name", host));
        state.policies.all().forEach(policy -> policyCleared(policy.name(), policy.operator(), List.of()));
        events.tell(
                "vhost.down", event -> event.by(EventFeed.INTERNAL_USER).node().text("name", host));
    }

    private void exchangeDeleted(ExchangeEntry exchange, VirtualHostState state) {
        String name = exchange.definition.name();
        deleted("exchange.deleted", name, user);
        state.bindings.from(name).stream()
                .filter(binding -> binding.destinationKind() == Kind.EXCHANGE)
                .forEach(binding -> binding("binding.deleted", binding, user));
    }

    void bindingCreated(BindingDefinition binding) {
        binding("binding.created", binding, user);
    }

    private void binding(String key, BindingDefinition binding, String by) {
        events.tell(
                key,
                event -> event.by(by)
                        .text("vhost", host)
                        .terms("arguments", binding.arguments())
                        .text("routing_key", binding.routingKey())
                        .text("destination_kind", binding.destinationKind() == Kind.QUEUE ? "queue" : "exchange")
                        .text("destination_name", binding.destination())
                        .text("source_kind", "exchange")
                        .text("source_name", binding.source()));
    }

    /** Nobody hears of what happens. */
    boolean areUnheard() {
        return !events.feed().isOpen();
    }

    /** {@code queues}: those to which other policies apply now. */
    void policySet(PolicyInfo policy, List<QueueEntry> queues) {
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
        queues.forEach(queue -> events.tell(
                "queue.policy.updated",
                event -> of(queue, definition(event, policy).by(user))));
        events.tell(
                "policy.set",
                event -> definition(event, policy).by(user).text("vhost", host).text("name", policy.name()));
    }

    private static Event definition(Event event, PolicyInfo policy) {
        return event.text("apply-to", policy.applyTo())
                .number("priority", policy.priority())
                .put("definition", policy.definition())
                .text("pattern", policy.pattern());
    }

    private void of(QueueEntry queue, Event event) {
        String type = QueueSettings.type(queue.definition.arguments());
        event.text("type", "rabbit_" + type + "_queue").text("vhost", host).text("name", queue.definition.name());
    }

    /** {@code queues}: those to which other policies apply now. */
    void policyCleared(String policy, boolean operator, List<QueueEntry> queues) {
        if (operator) {
            events.tell("parameter.cleared", event -> operatorPolicy(event.by(user), policy));
        }
        queues.forEach(queue -> events.tell("queue.policy.cleared", event -> of(queue, event.by(user))));
        events.tell(
                operator ? "operator.policy.cleared" : "policy.cleared",
                event -> event.by(user).text("vhost", host).text("name", policy));
    }

    private void operatorPolicy(Event event, String policy) {
        event.text("name", policy).text("component", "operator_policy").text("vhost", host);
    }
}
