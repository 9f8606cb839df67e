/** Exchange types that the tests put into jars: they are not on the class path of a broker under test. */
@NullMarked
package warren.server.it.extension;

import org.jspecify.annotations.NullMarked;
