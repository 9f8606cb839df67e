/**
 * The program {@code warren}: reads and checks its settings, starts the broker, opens the operator's ports and stops all in good order.
 */
@NullMarked
package warren.server;

import org.jspecify.annotations.NullMarked;
