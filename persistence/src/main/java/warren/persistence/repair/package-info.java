/**
 * Looking through a store that no broker has, and saving what can be read of a damaged one. Knows the events and what they add up to;
 * no actors, no Pekko.
 */
@NullMarked
package warren.persistence.repair;

import org.jspecify.annotations.NullMarked;
