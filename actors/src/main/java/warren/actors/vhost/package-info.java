/**
 * One virtual host: the names of its exchanges and queues, their bindings, and their life.
 */
@NullMarked
package warren.actors.vhost;

import org.jspecify.annotations.NullMarked;
