/**
 * What both ports know of the broker: questions to it, the host below it, its settings and its status.
 */
@NullMarked
package warren.management.broker;

import org.jspecify.annotations.NullMarked;
