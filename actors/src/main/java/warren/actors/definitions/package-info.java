/** How definitions (users, virtual hosts, exchanges, queues, bindings, policies) reach the journal and come back. */
@NullMarked
package warren.actors.definitions;

import org.jspecify.annotations.NullMarked;
