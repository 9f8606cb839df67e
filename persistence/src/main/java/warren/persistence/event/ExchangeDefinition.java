package warren.persistence.event;

import warren.routing.message.FieldTable;

/**
 * An exchange as it was declared.
 *
 * @param id of one whose type keeps events: unique in its virtual host and never used again, so that a new exchange of an old name does
 *     not find the old one's state; 0 for the others
 */
public record ExchangeDefinition(
        String name,
        String type,
        boolean durable,
        boolean autoDelete,
        boolean internal,
        FieldTable arguments,
        long id) {
    /** One that keeps no events. */
    public ExchangeDefinition(
            String name, String type, boolean durable, boolean autoDelete, boolean internal, FieldTable arguments) {
        this(name, type, durable, autoDelete, internal, arguments, 0);
    }

    /** The same with a number. */
    public ExchangeDefinition withId(long number) {
        return new ExchangeDefinition(name, type, durable, autoDelete, internal, arguments, number);
    }
}
