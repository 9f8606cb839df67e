/**
 * The control port that warrenctl uses: commands and lists, let in by the secret in the data directory.
 */
@NullMarked
package warren.management.control;

import org.jspecify.annotations.NullMarked;
