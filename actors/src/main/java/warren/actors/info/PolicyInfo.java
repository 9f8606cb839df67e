package warren.actors.info;

import warren.routing.message.FieldTable;

/** A policy: {@code applyTo} is {@code queues}, {@code exchanges} or {@code all}. */
public record PolicyInfo(
        String virtualHost, String name, String pattern, String applyTo, FieldTable definition, int priority) {}
