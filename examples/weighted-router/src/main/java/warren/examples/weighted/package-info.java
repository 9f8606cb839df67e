/** The exchange type x-weighted: shares messages between queues by weight. */
@NullMarked
package warren.examples.weighted;

import org.jspecify.annotations.NullMarked;
