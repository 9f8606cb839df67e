/**
 * Users, virtual hosts' names and permissions: the facts that outlive everything else.
 */
@NullMarked
package warren.actors.access;

import org.jspecify.annotations.NullMarked;
