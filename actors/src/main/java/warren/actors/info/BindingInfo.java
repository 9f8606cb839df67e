package warren.actors.info;

import warren.routing.message.FieldTable;

/** A binding; {@code destinationKind} is {@code queue} or {@code exchange}. Those of the default exchange are listed too. */
public record BindingInfo(
        String virtualHost,
        String source,
        String destination,
        String destinationKind,
        String routingKey,
        FieldTable arguments) {
    /** True when it leads to a queue, false when to an exchange. */
    public boolean isToQueue() {
        return destinationKind.equals("queue");
    }
}
