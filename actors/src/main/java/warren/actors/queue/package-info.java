/**
 * One queue: which messages wait, who gets the next, what is written to the journal. {@code QueueActor} talks, the plain classes decide.
 */
@NullMarked
package warren.actors.queue;

import org.jspecify.annotations.NullMarked;
