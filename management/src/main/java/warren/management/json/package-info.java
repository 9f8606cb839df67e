/**
 * JSON trees, AMQP tables as JSON, and values in the words of RabbitMQ's error texts.
 */
@NullMarked
package warren.management.json;

import org.jspecify.annotations.NullMarked;
