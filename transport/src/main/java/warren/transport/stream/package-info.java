/**
 * TCP on selector threads of our own: a listener, and a socket between a client and whoever handles its commands. Pekko's Tcp hands each
 * chunk from thread to thread; in a small round trip that cost more than all the rest.
 */
@NullMarked
package warren.transport.stream;

import org.jspecify.annotations.NullMarked;
