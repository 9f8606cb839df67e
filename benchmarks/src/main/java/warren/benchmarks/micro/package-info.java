/** The hot code of the broker, piece by piece, with JMH. */
@NullMarked
package warren.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
