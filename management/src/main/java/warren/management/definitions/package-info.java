/**
 * All that is defined in a broker, or in one virtual host, as one JSON document in RabbitMQ's form: written and read.
 */
@NullMarked
package warren.management.definitions;

import org.jspecify.annotations.NullMarked;
