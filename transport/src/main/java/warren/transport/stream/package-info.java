/** TCP by Pekko Streams: a listener, and one stage between a socket and whoever handles its commands. */
@NullMarked
package warren.transport.stream;

import org.jspecify.annotations.NullMarked;
