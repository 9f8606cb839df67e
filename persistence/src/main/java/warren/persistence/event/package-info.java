/**
 * What the journal keeps: the events of durable queues and of definitions, the values in them, and the state that a queue's events
 * add up to ({@link warren.persistence.event.QueueImage}).
 *
 * <p>Their bytes outlive the actors that wrote them: a serializer here reads every version that was ever released. No actors, no I/O.
 */
@NullMarked
package warren.persistence.event;

import org.jspecify.annotations.NullMarked;
