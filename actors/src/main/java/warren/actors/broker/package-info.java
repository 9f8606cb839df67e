/**
 * The root of all actors, and the port that takes connections.
 */
@NullMarked
package warren.actors.broker;

import org.jspecify.annotations.NullMarked;
