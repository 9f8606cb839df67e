package warren.persistence.event;

import warren.routing.message.FieldTable;

/**
 * A queue as it was declared.
 *
 * @param id unique in its virtual host and never used again: it names the queue's events, so that a new queue of an old name does not
 *     find the old one's messages
 */
public record QueueDefinition(String name, long id, boolean durable, boolean autoDelete, FieldTable arguments) {}
