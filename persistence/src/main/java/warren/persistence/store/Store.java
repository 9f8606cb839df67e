package warren.persistence.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events, by owner and number, and the newest snapshot of each owner, in one directory. Changes are carried out in the order of the
 * calls; a call returns at once, its stage completes when the change is made (for {@link #append}: when it is safe). Thread-safe.
 */
public final class Store implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Store.class);

    private final StoreLock lock;
    private final SegmentedLog log;
    private final Index index;
    private final StoreWriter writer;
    private final Thread thread;
    private boolean closed;

    private Store(StoreLock lock, SegmentedLog log, Index index, StoreWriter writer) {
        this.lock = lock;
        this.log = log;
        this.index = index;
        this.writer = writer;
        this.thread = new Thread(writer, "store-writer");
        thread.setDaemon(true);
        thread.start();
    }

    /** Opens or makes a store; {@link StoreException} when another process has it or its format is newer. */
    public static Store open(Path directory, StoreSettings settings) {
        try {
            Files.createDirectories(directory);
            StoreLock lock = StoreLock.acquire(directory);
            try {
                StoreLock.checkFormat(directory);
                SegmentedLog log = SegmentedLog.open(directory.resolve("segments"), settings);
                Index index = Index.open(directory.resolve("index"));
                StoreWriter writer = new StoreWriter(log, index, new Recovery(log, index).run());
                LOG.info("opened the store in {}, fsync {}", directory, settings.fsync() ? "on" : "off");
                return new Store(lock, log, index, writer);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new StoreException("the store in " + directory + " cannot be opened: " + e.getMessage(), e);
        }
    }

    /** Adds events: all of them or, after a failure or a crash, none. */
    public CompletionStage<Void> append(List<LogRecord> batch) {
        return submit(done -> new StoreTask.Append(batch, done));
    }

    /** One event. The checksum is verified; one that is missing or damaged is a {@link StoreException}. */
    public byte[] read(String persistenceId, long sequenceNr) {
        Position position = index.find(persistenceId, sequenceNr)
                .orElseThrow(() -> new StoreException("there is no event " + sequenceNr + " of " + persistenceId));
        try {
            byte[] bytes = log.read(position);
            Optional<RecordCodec.Decoded> found = RecordCodec.decode(bytes, 0, bytes.length);
            if (found.isEmpty() || found.get().record().sequenceNr() != sequenceNr) {
                throw new StoreException("event " + sequenceNr + " of " + persistenceId + " is damaged (segment "
                        + position.segment() + ", offset " + position.offset() + ")");
            }
            return found.get().record().payload();
        } catch (IOException e) {
            // the segment may just have been emptied: its records have moved
            Optional<Position> now = index.find(persistenceId, sequenceNr);
            if (now.isPresent() && !now.get().equals(position)) {
                return read(persistenceId, sequenceNr);
            }
            throw new StoreException("event " + sequenceNr + " of " + persistenceId + " cannot be read", e);
        }
    }

    /** Completes when all changes that were asked for before are made: what is read then sees them. */
    public CompletionStage<Void> barrier() {
        return submit(StoreTask.Barrier::new);
    }

    /** The highest number that an owner ever used; 0 when it is unknown. */
    public long highestSequenceNr(String persistenceId) {
        return index.numbers(persistenceId).highest();
    }

    /** An owner's events in order, those that were given up left out. */
    public void replay(String persistenceId, long from, long to, long max, Consumer<LogRecord> consumer) {
        long start = Math.max(from, index.numbers(persistenceId).deletedTo() + 1);
        for (long sequenceNr : index.eventsOf(persistenceId, start, to, max)) {
            consumer.accept(new LogRecord(persistenceId, sequenceNr, read(persistenceId, sequenceNr)));
        }
    }

    /** Gives single events up. */
    public CompletionStage<Void> release(String persistenceId, long[] sequenceNrs) {
        return submit(done -> new StoreTask.Release(persistenceId, sequenceNrs, done));
    }

    /** Gives all events up to a number up. */
    public CompletionStage<Void> deleteTo(String persistenceId, long sequenceNr) {
        return submit(done -> new StoreTask.DeleteTo(persistenceId, sequenceNr, done));
    }

    /** Forgets an owner. */
    public CompletionStage<Void> purge(String persistenceId) {
        return submit(done -> new StoreTask.Purge(persistenceId, done));
    }

    /** The owners whose id begins so. */
    public List<String> persistenceIds(String prefix) {
        return index.ids(prefix);
    }

    /** Replaces an owner's snapshot. */
    public CompletionStage<Void> saveSnapshot(String persistenceId, long sequenceNr, byte[] bytes) {
        return submit(done -> new StoreTask.SaveSnapshot(persistenceId, sequenceNr, bytes, done));
    }

    public CompletionStage<Void> deleteSnapshot(String persistenceId) {
        return submit(done -> new StoreTask.DeleteSnapshot(persistenceId, done));
    }

    /** The number that an owner's snapshot stands for; empty when it has none. */
    public Optional<Long> snapshotSequenceNr(String persistenceId) {
        return index.snapshot(persistenceId).map(Index.Snapshot::sequenceNr);
    }

    /** An owner's snapshot. */
    public Optional<byte[]> snapshot(String persistenceId) {
        return index.snapshot(persistenceId).map(Index.Snapshot::bytes);
    }

    public StoreStatistics statistics() {
        return writer.statistics();
    }

    private synchronized CompletionStage<Void> submit(Function<CompletableFuture<Void>, StoreTask> task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (closed) {
            done.completeExceptionally(new StoreException("the store is closed"));
        } else {
            writer.submit(task.apply(done));
        }
        return done;
    }

    /** Carries out what was asked for before, then closes. */
    @Override
    public void close() {
        CompletionStage<Void> stopped = submit(StoreTask.Stop::new);
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        stopped.toCompletableFuture().join();
        try {
            thread.join();
            writer.close();
            index.close();
            log.close();
            lock.close();
        } catch (IOException | InterruptedException e) {
            throw new StoreException("the store did not close well", e);
        }
    }
}
