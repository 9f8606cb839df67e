/**
 * One connection: greeting, login, channels, the way to and from the socket.
 */
@NullMarked
package warren.actors.connection;

import org.jspecify.annotations.NullMarked;
