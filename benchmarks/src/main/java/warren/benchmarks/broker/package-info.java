/** A whole broker under load from real clients. */
@NullMarked
package warren.benchmarks.broker;

import org.jspecify.annotations.NullMarked;
