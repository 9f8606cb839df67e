package warren.persistence.store;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What the writer thread is asked to do, for each owner in the order of asking. */
sealed interface StoreTask {
    /** Whom it concerns; empty: all. */
    String id();

    /** Completed when the task is done: for an append, when it is safe. */
    CompletableFuture<Void> done();

    /** Events of one owner, which with {@code isUpkeep} may use the reserve, or, with an empty id, of several: these wait for no deletion, as they are newer than all that is deleted. */
    record Append(String id, List<LogRecord> records, boolean isUpkeep, CompletableFuture<Void> done)
            implements StoreTask {}

    record Release(String id, long[] sequenceNrs, CompletableFuture<Void> done) implements StoreTask {}

    record DeleteTo(String id, long sequenceNr, CompletableFuture<Void> done) implements StoreTask {}

    record Purge(String id, CompletableFuture<Void> done) implements StoreTask {}

    record SaveSnapshot(String id, long sequenceNr, byte[] bytes, CompletableFuture<Void> done) implements StoreTask {}

    /** Deletes a snapshot that stands for a number up to this one. */
    record DeleteSnapshot(String id, long sequenceNrMax, CompletableFuture<Void> done) implements StoreTask {}

    /** Done when all before it is done: of its owner, or of all. */
    record Barrier(String id, CompletableFuture<Void> done) implements StoreTask {}

    /** Done when the backup holds the log with all that was asked for before. */
    record HoldForBackup(Backup backup, CompletableFuture<Void> done) implements StoreTask {
        @Override
        public String id() {
            return "";
        }
    }

    record Stop(CompletableFuture<Void> done) implements StoreTask {
        @Override
        public String id() {
            return "";
        }
    }
}
