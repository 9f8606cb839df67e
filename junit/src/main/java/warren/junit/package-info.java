/** A broker for JUnit 5 tests, in place of a container. */
@NullMarked
package warren.junit;

import org.jspecify.annotations.NullMarked;
