/**
 * One channel: publishes in order, confirms, deliveries and their tags, transactions.
 */
@NullMarked
package warren.actors.channel;

import org.jspecify.annotations.NullMarked;
