/**
 * What an operator sees: immutable pictures that the actors give of themselves on request. Nothing here acts.
 */
@NullMarked
package warren.actors.info;

import org.jspecify.annotations.NullMarked;
