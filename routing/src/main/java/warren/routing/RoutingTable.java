package warren.routing;

import java.util.List;
import warren.routing.message.FieldTable;
import warren.routing.message.Message;

/**
 * The bindings of one exchange and the rule that picks among them. A binding is its destination, routing key and arguments together; the
 * same three cannot be bound twice. Mutable and for one thread: it belongs to one actor.
 *
 * @param <D> a destination: anything with equals and hashCode
 */
public interface RoutingTable<D> {
    /** Adds a binding; false when it is already there. */
    boolean bind(D destination, String routingKey, FieldTable arguments);

    /** Takes a binding away; false when there is none. */
    boolean unbind(D destination, String routingKey, FieldTable arguments);

    /** Takes every binding to this destination away. */
    void removeDestination(D destination);

    /**
     * The distinct destinations of a message by its routing key and its copy keys, an immutable list. While the bindings stay the same, direct, fanout and topic tables answer
     * one routing key with the same list instance again, so that callers can group messages by identity; it is a saving, not a promise.
     */
    List<D> route(Message message);

    /** What a destination gets at once when it is bound, oldest first: nothing, unless the type keeps messages. */
    default List<Message> history() {
        return List.of();
    }

    /** How many bindings there are. */
    int size();

    /** True when nothing is bound. */
    default boolean isEmpty() {
        return size() == 0;
    }
}
