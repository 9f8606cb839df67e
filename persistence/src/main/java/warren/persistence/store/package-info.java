/**
 * The store on disk: a log of records in segment files, written with one sync for all who wait, and an index of it in LevelDB. Plain
 * Java; knows bytes, not events.
 */
@NullMarked
package warren.persistence.store;

import org.jspecify.annotations.NullMarked;
