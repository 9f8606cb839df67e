/**
 * The doors for operators, opened and closed here: the control port ({@code control}) and the management port ({@code http}). Both turn
 * requests into {@link warren.actors.broker.Operator} messages and the answers into JSON; nothing of the broker is decided here.
 */
@NullMarked
package warren.management;

import org.jspecify.annotations.NullMarked;
