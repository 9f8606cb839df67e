package warren.persistence.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events, by owner and number, and the newest snapshot of each owner, in one directory. Changes are carried out in the order of the
 * calls; a call returns at once, its stage completes when the change is made (for {@link #append}: when it is safe). Thread-safe.
 */
public final class Store implements AutoCloseable {
    /** With less than this free on its disk a store keeps nothing new. */
    public static final long RESERVE_BYTES = Reserve.BYTES;

    private static final Logger LOG = LoggerFactory.getLogger(Store.class);

    private final StoreLock lock;
    private final SegmentedLog log;
    private final Index index;
    private final StoredRecords records;
    private final Reserve reserve;
    private final StoreWriter writer;
    private final Thread thread;
    private final Path directory;
    private final AtomicBoolean isBackupUnderWay = new AtomicBoolean();
    private boolean closed;

    private Store(Path directory, StoreLock lock, SegmentedLog log, Index index, Reserve reserve, StoreWriter writer) {
        this.directory = directory;
        this.lock = lock;
        this.log = log;
        this.index = index;
        this.reserve = reserve;
        this.records = new StoredRecords(log, index);
        this.writer = writer;
        this.thread = new Thread(writer, "store-writer");
        thread.setDaemon(true);
        thread.start();
    }

    /** Opens or makes a store; {@link StoreException} when another process has it or its format is newer. */
    public static Store open(Path directory, StoreSettings settings) {
        return open(directory, settings, new FileDisk());
    }

    static Store open(Path directory, StoreSettings settings, Disk disk) {
        try {
            Files.createDirectories(directory);
            StoreLock lock = StoreLock.acquire(directory);
            try {
                Store store = open(lock, directory, settings, disk);
                LOG.info("opened the store in {}, fsync {}", directory, settings.fsync() ? "on" : "off");
                return store;
            } catch (IOException | RuntimeException | Error e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new StoreException("the store in " + directory + " cannot be opened: " + e.getMessage(), e);
        }
    }

    private static Store open(StoreLock lock, Path directory, StoreSettings settings, Disk disk) throws IOException {
        var reserve = new Reserve(disk, directory);
        reserve.checkStart();
        StoreLock.checkFormat(directory);
        new Backup(directory).release();
        SegmentedLog log = SegmentedLog.open(disk, directory.resolve("segments"), settings);
        IndexDirectory indexes = new IndexDirectory(directory);
        Index index = indexes.open();
        try {
            IndexWriter indexWriter = new Recovery(log, index).run();
            if (indexWriter == null) {
                index.close();
                index = indexes.openAnew("it knows more than the log holds");
                indexWriter = java.util.Objects.requireNonNull(new Recovery(log, index).run());
            }
            return new Store(
                    directory,
                    lock,
                    log,
                    index,
                    reserve,
                    new StoreWriter(log, index, indexWriter, new StoreWriter.Limits(settings, reserve)));
        } catch (IOException | RuntimeException | Error e) {
            index.close();
            log.close();
            throw e;
        }
    }

    /** Adds events of one owner: all of them or, after a failure or a crash, none. */
    public CompletionStage<Void> append(List<LogRecord> batch) {
        return append(batch, false);
    }

    /** The same for events that say that others are done with: they may use room that is kept free of all else. */
    public CompletionStage<Void> appendUpkeep(List<LogRecord> batch) {
        return append(batch, true);
    }

    private CompletionStage<Void> append(List<LogRecord> batch, boolean isUpkeep) {
        if (batch.isEmpty()) {
            return barrier();
        }
        String id = batch.get(0).persistenceId();
        for (LogRecord record : batch) {
            if (!record.persistenceId().equals(id)) {
                throw new IllegalArgumentException("a batch of " + id + " and " + record.persistenceId());
            }
        }
        checkId(id);
        return submit(done -> new StoreTask.Append(id, batch, isUpkeep, done));
    }

    /** Adds events of several owners: all of them or, after a failure or a crash, none. */
    public CompletionStage<Void> appendTogether(List<LogRecord> records) {
        records.forEach(record -> checkId(record.persistenceId()));
        return submit(done -> new StoreTask.Append("", records, false, done));
    }

    /** An empty id stands for the log itself; a zero would run into the number behind it in the index. */
    private static void checkId(String id) {
        boolean isValid = !id.isEmpty() && id.indexOf('\0') < 0;
        if (!isValid || id.getBytes(StandardCharsets.UTF_8).length > RecordCodec.ID_BYTES_MAX) {
            throw new IllegalArgumentException("a persistence id of " + id.length() + " characters: '" + id + "'");
        }
    }

    /** Completes when all changes that were asked for before are made: what is read then sees them. */
    public CompletionStage<Void> barrier() {
        return barrier("");
    }

    /** The same for the changes of one owner. */
    public CompletionStage<Void> barrier(String persistenceId) {
        return submit(done -> new StoreTask.Barrier(persistenceId, done));
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

    /** Replaces an owner's snapshot. */
    public CompletionStage<Void> saveSnapshot(String persistenceId, long sequenceNr, byte[] bytes) {
        checkId(persistenceId);
        return submit(done -> new StoreTask.SaveSnapshot(persistenceId, sequenceNr, bytes, done));
    }

    public CompletionStage<Void> deleteSnapshot(String persistenceId) {
        return deleteSnapshot(persistenceId, Long.MAX_VALUE);
    }

    /** Deletes an owner's snapshot if it stands for a number up to this one. */
    public CompletionStage<Void> deleteSnapshot(String persistenceId, long sequenceNrMax) {
        return submit(done -> new StoreTask.DeleteSnapshot(persistenceId, sequenceNrMax, done));
    }

    /** One event. The checksum is verified; one that is missing or damaged is a {@link StoreException}. */
    public byte[] read(String persistenceId, long sequenceNr) {
        return records.read(persistenceId, sequenceNr);
    }

    /** The highest number that an owner ever used; 0 when it is unknown. */
    public long highestSequenceNr(String persistenceId) {
        return records.highestSequenceNr(persistenceId);
    }

    /** See {@link StoredRecords#replay}. */
    public void replay(String persistenceId, long from, long to, long max, Consumer<LogRecord> consumer) {
        records.replay(persistenceId, from, to, max, consumer);
    }

    /** True when no event up to a number was given up or lost. */
    public boolean hasAllEvents(String persistenceId, long to) {
        return records.hasAllEvents(persistenceId, to);
    }

    /** The owners whose id begins so. */
    public List<String> persistenceIds(String prefix) {
        return records.persistenceIds(prefix);
    }

    /** The number that an owner's snapshot stands for; empty when it has none. */
    public Optional<Long> snapshotSequenceNr(String persistenceId) {
        return records.snapshotSequenceNr(persistenceId);
    }

    /** An owner's snapshot; {@link StoreException} when it is damaged. */
    public Optional<byte[]> snapshot(String persistenceId) {
        return records.snapshot(persistenceId);
    }

    /** What is stored, for readers. */
    public StoredRecords records() {
        return records;
    }

    /**
     * Writes a store to a directory that is empty or not there: all that was acknowledged before this call, and nothing of what was
     * asked for after its end. The copying is done by the executor.
     */
    public CompletionStage<Void> backup(Path target, Executor executor) {
        if (!isBackupUnderWay.compareAndSet(false, true)) {
            return CompletableFuture.failedFuture(new StoreException("another backup is under way"));
        }
        var backup = new Backup(directory);
        return CompletableFuture.runAsync(() -> run(() -> Backup.requireEmpty(target)), executor)
                .thenCompose(empty -> submit(done -> new StoreTask.HoldForBackup(backup, done)))
                .thenRunAsync(() -> run(() -> backup.copyTo(target)), executor)
                .whenComplete((done, failure) -> {
                    try {
                        backup.release();
                    } catch (IOException e) {
                        LOG.warn("what was held for a backup is still there: {}", e.toString());
                    }
                    isBackupUnderWay.set(false);
                });
    }

    /** A step of a backup. */
    private interface Step {
        void run() throws IOException;
    }

    private static void run(Step step) {
        try {
            step.run();
        } catch (IOException e) {
            throw new StoreException("the backup cannot be written: " + e, e);
        }
    }

    /** Completes when log and index may differ, so that nothing more is taken: it has to be opened again. */
    public CompletionStage<Throwable> broken() {
        return writer.broken();
    }

    /** True while the disk is so full that nothing new is taken. */
    public boolean isFull() {
        return reserve.isFull();
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

    /** Carries out what was asked for before, then closes. What is called afterwards fails. */
    @Override
    public void close() {
        CompletableFuture<Void> stopped = new CompletableFuture<>();
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            writer.submit(new StoreTask.Stop(stopped));
        }
        boolean isInterrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                isInterrupted = true;
            }
        }
        try (lock;
                log;
                index) {
            writer.close();
        } catch (IOException e) {
            throw new StoreException("the store did not close well", e);
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
