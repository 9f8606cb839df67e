package warren.persistence.store;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** What the writer thread is asked to do, in the order of asking. */
sealed interface StoreTask {
    /** Completed when the task is done: for an append, when it is safe. */
    CompletableFuture<Void> done();

    record Append(List<LogRecord> records, CompletableFuture<Void> done) implements StoreTask {}

    record Release(String id, long[] sequenceNrs, CompletableFuture<Void> done) implements StoreTask {}

    record DeleteTo(String id, long sequenceNr, CompletableFuture<Void> done) implements StoreTask {}

    record Purge(String id, CompletableFuture<Void> done) implements StoreTask {}

    record SaveSnapshot(String id, long sequenceNr, byte[] bytes, CompletableFuture<Void> done) implements StoreTask {}

    record DeleteSnapshot(String id, CompletableFuture<Void> done) implements StoreTask {}

    /** Done when all before it is done. */
    record Barrier(CompletableFuture<Void> done) implements StoreTask {}

    record Stop(CompletableFuture<Void> done) implements StoreTask {}
}
