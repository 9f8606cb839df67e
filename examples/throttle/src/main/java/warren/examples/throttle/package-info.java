/** The exchange type x-throttle: lets so many messages of a key through in a second. */
@NullMarked
package warren.examples.throttle;

import org.jspecify.annotations.NullMarked;
