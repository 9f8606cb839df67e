package warren.persistence.event;

import warren.routing.message.FieldTable;

/** An exchange as it was declared. */
public record ExchangeDefinition(
        String name, String type, boolean durable, boolean autoDelete, boolean internal, FieldTable arguments) {}
