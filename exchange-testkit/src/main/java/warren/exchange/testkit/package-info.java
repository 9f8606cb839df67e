/** Unit tests of exchange types: no broker, no socket, a clock that stands still. */
@NullMarked
package warren.exchange.testkit;

import org.jspecify.annotations.NullMarked;
