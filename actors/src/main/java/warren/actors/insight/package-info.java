/**
 * Looking into the broker without disturbing it: why a queue does not move, what is in it, where a message would go, which actors there
 * are. Asks by messages and puts answers together; nothing here changes what it looks at, but for the moving of messages that an
 * operator wants.
 */
@NullMarked
package warren.actors.insight;

import org.jspecify.annotations.NullMarked;
