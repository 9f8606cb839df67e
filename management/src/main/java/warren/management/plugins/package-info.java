/**
 * Parts of the broker under the names that RabbitMQ's plug-ins have: which there are, which are switched on, and what that does to ports.
 */
@NullMarked
package warren.management.plugins;

import org.jspecify.annotations.NullMarked;
