package warren.persistence.event;

import warren.routing.message.FieldTable;

/**
 * Arguments for all queues or exchanges with a matching name.
 *
 * @param applyTo {@code queues}, {@code exchanges}, {@code all} or another of RabbitMQ's words
 */
public record PolicyDefinition(String name, String pattern, String applyTo, FieldTable definition, int priority) {}
