/** Pekko Persistence's journal and snapshot store on our own store. */
@NullMarked
package warren.persistence.journal;

import org.jspecify.annotations.NullMarked;
