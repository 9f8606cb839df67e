package warren.actors.info;

import warren.routing.message.FieldTable;

/**
 * A policy.
 *
 * @param applyTo {@code queues}, {@code exchanges} or {@code all}
 * @param operator an operator policy, which caps what the others allow; the two kinds have names of their own
 */
public record PolicyInfo(
        String virtualHost,
        String name,
        String pattern,
        String applyTo,
        FieldTable definition,
        int priority,
        boolean operator) {}
