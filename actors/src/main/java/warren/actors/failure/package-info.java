/**
 * What is known of an actor's failure: a witness around its behavior. Decides nothing; parents decide what becomes of a failed actor.
 */
@NullMarked
package warren.actors.failure;

import org.jspecify.annotations.NullMarked;
