package warren.persistence.event;

import java.util.HashMap;
import warren.persistence.bytes.MalformedBytesException;
import warren.persistence.event.BindingDefinition.Kind;
import warren.routing.message.FieldTable;

/** Facts from named fields, the mirror of {@link FactWriter}. */
final class FactReader {
    private FactReader() {}

    static DefinitionEvent fact(Fields in) throws MalformedBytesException {
        String kind = in.text("fact");
        return switch (kind) {
            case "vhost-added" ->
                new DefinitionEvent.VirtualHostAdded(new VirtualHostDefinition(
                        in.text("name"), in.number("id"), in.text("description"), in.texts("tags")));
            case "vhost-deleted" -> new DefinitionEvent.VirtualHostDeleted(in.text("name"));
            case "user-put" ->
                new DefinitionEvent.UserPut(
                        new UserDefinition(in.text("name"), in.text("hash"), in.text("algorithm"), in.texts("tags")));
            case "user-deleted" -> new DefinitionEvent.UserDeleted(in.text("name"));
            case "permissions-set" ->
                new DefinitionEvent.PermissionsSet(new PermissionDefinition(
                        in.text("user"), in.text("vhost"), in.text("configure"), in.text("write"), in.text("read")));
            case "permissions-cleared" -> new DefinitionEvent.PermissionsCleared(in.text("user"), in.text("vhost"));
            case "limits-set" -> new DefinitionEvent.LimitsSet(limits(in));
            case "topic-permissions-set" ->
                new DefinitionEvent.TopicPermissionsSet(new TopicPermissionDefinition(
                        in.text("user"), in.text("vhost"), in.text("exchange"), in.text("write"), in.text("read")));
            case "topic-permissions-cleared" ->
                new DefinitionEvent.TopicPermissionsCleared(in.text("user"), in.text("vhost"), in.text("exchange"));
            case "global-parameter-set" -> new DefinitionEvent.GlobalParameterSet(in.text("name"), in.text("value"));
            case "global-parameter-cleared" -> new DefinitionEvent.GlobalParameterCleared(in.text("name"));
            default -> topology(kind, in);
        };
    }

    private static DefinitionEvent topology(String kind, Fields in) throws MalformedBytesException {
        return switch (kind) {
            case "exchange-declared" -> new DefinitionEvent.ExchangeDeclared(exchange(in));
            case "exchange-deleted" -> new DefinitionEvent.ExchangeDeleted(in.text("name"));
            case "queue-declared" -> new DefinitionEvent.QueueDeclared(queue(in));
            case "queue-deleted" -> new DefinitionEvent.QueueDeleted(in.text("name"));
            case "bound" -> new DefinitionEvent.Bound(binding(in));
            case "unbound" -> new DefinitionEvent.Unbound(binding(in));
            case "policy-set" -> new DefinitionEvent.PolicySet(policy(in));
            case "policy-cleared" -> new DefinitionEvent.PolicyCleared(in.text("name"), in.isTrue("operator"));
            default -> throw new MalformedBytesException("a fact of the unknown kind '" + kind + "'");
        };
    }

    private static LimitsDefinition limits(Fields in) throws MalformedBytesException {
        var limits = new HashMap<String, Long>();
        FieldTable values = in.table("limits");
        values.fields()
                .keySet()
                .forEach(name -> limits.put(name, values.number(name).orElse(-1)));
        return new LimitsDefinition(in.isTrue("of-user"), in.text("name"), limits);
    }

    private static ExchangeDefinition exchange(Fields in) throws MalformedBytesException {
        return new ExchangeDefinition(
                in.text("name"),
                in.text("type"),
                in.isTrue("durable"),
                in.isTrue("auto-delete"),
                in.isTrue("internal"),
                in.table("arguments"),
                in.number("id"));
    }

    private static QueueDefinition queue(Fields in) throws MalformedBytesException {
        return new QueueDefinition(
                in.text("name"),
                in.number("id"),
                in.isTrue("durable"),
                in.isTrue("auto-delete"),
                in.table("arguments"));
    }

    private static BindingDefinition binding(Fields in) throws MalformedBytesException {
        return new BindingDefinition(
                in.text("source"),
                in.isTrue("to-queue") ? Kind.QUEUE : Kind.EXCHANGE,
                in.text("destination"),
                in.text("key"),
                in.table("arguments"));
    }

    private static PolicyDefinition policy(Fields in) throws MalformedBytesException {
        return new PolicyDefinition(
                in.text("name"),
                in.text("pattern"),
                in.text("apply-to"),
                in.table("definition"),
                (int) in.number("priority"),
                in.isTrue("operator"));
    }
}
