/**
 * Exchange types that are not the broker's own: how they are found, loaded and asked, and what stands between their code and ours. No
 * actor here; exchanges of such types are in package {@code exchange}.
 */
@NullMarked
package warren.actors.extension;

import org.jspecify.annotations.NullMarked;
