/**
 * The threads of the broker: they run actors, and while there are none to run they wait for sockets. Nothing here knows an actor or a
 * socket: Pekko's dispatcher hands over mailboxes as tasks, and a {@link warren.transport.dispatch.Poller} brings what comes from outside.
 * {@code WorkerPoolConfigurator} stands in the configuration as the executor of the default dispatcher.
 */
@NullMarked
package warren.transport.dispatch;

import org.jspecify.annotations.NullMarked;
