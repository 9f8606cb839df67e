package warren.actors.vhost;

import warren.routing.message.FieldTable;

/** What a client wants of a queue; an empty name asks for a name from the server. */
public record QueueDeclaration(
        String name, boolean durable, boolean exclusive, boolean autoDelete, FieldTable arguments) {}
