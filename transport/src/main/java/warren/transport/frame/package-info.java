/**
 * Frames (AMQP 0-9-1, 4.2.3): bytes to complete commands and back. The decoder never closes, logs or routes: what is wrong becomes a
 * value that the connection acts on.
 */
@NullMarked
package warren.transport.frame;

import org.jspecify.annotations.NullMarked;
