package warren.persistence.journal;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import warren.persistence.event.OffsetRanges;
import warren.persistence.event.QueueChanged;
import warren.persistence.event.StoredMessage;
import warren.persistence.store.LogRecord;
import warren.persistence.store.Store;
import warren.persistence.store.StoreException;

/**
 * Messages of one queue that are on disk for want of memory alone. They stand in the store beside the events, so one writer, one
 * checksum and one way of giving space back serve both; what a former process left is forgotten at start. Thread-safe.
 */
public final class ScratchPages {
    static final String ID_PREFIX = "scratch/";

    private final Store store;
    private final EventBytes eventBytes;
    private final Executor executor;
    private final String id = ID_PREFIX + UUID.randomUUID();

    ScratchPages(Store store, EventBytes eventBytes, Executor executor) {
        this.store = store;
        this.eventBytes = eventBytes;
        this.executor = executor;
    }

    /** Completes when the messages can be read again. Numbers begin at 1 and grow; the list must not change any more. */
    public CompletionStage<Void> write(long number, List<StoredMessage> messages) {
        return CompletableFuture.supplyAsync(
                        () -> eventBytes.write(new QueueChanged(messages, OffsetRanges.EMPTY)), executor)
                .thenCompose(bytes -> store.append(List.of(new LogRecord(id, number, bytes))));
    }

    /** What was written under a number. */
    public CompletionStage<List<StoredMessage>> read(long number) {
        return CompletableFuture.supplyAsync(
                () -> {
                    if (eventBytes.read("page " + number + " of " + id, store.read(id, number))
                            instanceof QueueChanged page) {
                        return page.enqueued();
                    }
                    throw new StoreException("page " + number + " of " + id + " holds no messages");
                },
                executor);
    }

    /** Nobody will ask for this page again. */
    public void release(long number) {
        store.release(id, new long[] {number});
    }

    /** Nobody will ask for any page again. */
    public void purge() {
        store.purge(id);
    }
}
