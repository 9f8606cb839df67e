/**
 * The threads on which actors run. Nothing here knows an actor: Pekko's dispatcher hands over mailboxes as tasks. It stands in the
 * configuration as the executor of the default dispatcher.
 */
@NullMarked
package warren.server.dispatch;

import org.jspecify.annotations.NullMarked;
