/**
 * Which policies and limits may be set; the control port and the HTTP API keep to the same rules.
 */
@NullMarked
package warren.management.rules;

import org.jspecify.annotations.NullMarked;
