/**
 * TCP on a selector of our own: a listener, and a socket between a client and whoever handles its commands. Pekko's Tcp hands each chunk
 * from thread to thread; in a small round trip that cost more than all the rest. Here the thread that reads also runs the actors.
 */
@NullMarked
package warren.transport.tcp;

import org.jspecify.annotations.NullMarked;
