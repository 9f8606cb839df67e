package warren.persistence.event;

import warren.routing.message.FieldTable;

/** A binding. Two bindings are the same when all of these are equal. */
public record BindingDefinition(
        String source, Kind destinationKind, String destination, String routingKey, FieldTable arguments) {

    /** What a binding leads to. */
    public enum Kind {
        QUEUE,
        EXCHANGE
    }
}
