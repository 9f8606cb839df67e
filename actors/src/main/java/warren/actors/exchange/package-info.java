/**
 * One exchange: its bindings and the rule that picks destinations.
 */
@NullMarked
package warren.actors.exchange;

import org.jspecify.annotations.NullMarked;
