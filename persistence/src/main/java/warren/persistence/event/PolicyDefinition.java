package warren.persistence.event;

import warren.routing.message.FieldTable;

/**
 * Arguments for all queues or exchanges with a matching name.
 *
 * @param applyTo {@code queues}, {@code exchanges}, {@code all} or another of RabbitMQ's words
 * @param operator an operator policy, which caps what the others allow; the two kinds have names of their own
 */
public record PolicyDefinition(
        String name, String pattern, String applyTo, FieldTable definition, int priority, boolean operator) {}
