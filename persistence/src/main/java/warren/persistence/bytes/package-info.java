/** Bytes of records and events: written into a growing array, read with a check in front of every step. */
@NullMarked
package warren.persistence.bytes;

import org.jspecify.annotations.NullMarked;
