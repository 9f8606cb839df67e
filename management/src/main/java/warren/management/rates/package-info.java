/**
 * Rates and histories: every few seconds the broker's objects are asked for their counters, and of each as much is kept as a graph of the
 * last hour needs. What does not change takes no room.
 */
@NullMarked
package warren.management.rates;

import org.jspecify.annotations.NullMarked;
