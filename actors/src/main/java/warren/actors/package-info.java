/** What all actors of the broker share: the errors that the protocol defines, as values. */
@NullMarked
package warren.actors;

import org.jspecify.annotations.NullMarked;
