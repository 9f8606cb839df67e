package warren.persistence.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Events, by owner and number, and the newest snapshot of each owner, in one directory. Changes are carried out in the order of the
 * calls; a call returns at once, its stage completes when the change is made (for {@link #append}: when it is safe). Thread-safe.
 */
public final class Store implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Store.class);
    /** Events that are looked up at once. */
    private static final int REPLAY_EVENTS = 10_000;

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
                    lock,
                    log,
                    index,
                    new StoreWriter(log, index, indexWriter, new StoreWriter.Limits(settings, reserve)));
        } catch (IOException | RuntimeException | Error e) {
            index.close();
            log.close();
            throw e;
        }
    }

    /** Adds events of one owner: all of them or, after a failure or a crash, none. */
    public CompletionStage<Void> append(List<LogRecord> batch) {
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
        return submit(done -> new StoreTask.Append(id, batch, done));
    }

    /** An empty id stands for the log itself; a zero would run into the number behind it in the index. */
    private static void checkId(String id) {
        boolean isValid = !id.isEmpty() && id.indexOf('\0') < 0;
        if (!isValid || id.getBytes(StandardCharsets.UTF_8).length > RecordCodec.ID_BYTES_MAX) {
            throw new IllegalArgumentException("a persistence id of " + id.length() + " characters: '" + id + "'");
        }
    }

    /** One event. The checksum is verified; one that is missing or damaged is a {@link StoreException}. */
    public byte[] read(String persistenceId, long sequenceNr) {
        String name = "event " + sequenceNr + " of " + persistenceId;
        return read(name, persistenceId, Entry.Kind.EVENT, () -> index.find(persistenceId, sequenceNr))
                .filter(entry -> entry.number() == sequenceNr)
                .orElseThrow(() -> new DamagedException(name + " is missing"))
                .payload();
    }

    /** Empty when there is none. */
    private Optional<Entry> read(String name, String id, Entry.Kind kind, Supplier<Optional<Position>> find) {
        Optional<Position> position = find.get();
        while (position.isPresent()) {
            IOException failure = null;
            try {
                Entry entry = RecordCodec.read(log.read(position.get()), position.get());
                if (entry != null && entry.kind() == kind && entry.id().equals(id)) {
                    return Optional.of(entry);
                }
            } catch (IOException e) {
                failure = e;
            }
            // the segment may just have gone: what counts of it has moved
            Optional<Position> now = find.get();
            if (now.equals(position)) {
                throw unreadable(name, position.get(), failure);
            }
            position = now;
        }
        return Optional.empty();
    }

    private static StoreException unreadable(String name, Position at, @Nullable IOException failure) {
        String place = " (segment " + at.segment() + ", offset " + at.offset() + ")";
        return failure == null || failure instanceof NoSuchFileException
                ? new DamagedException(name + " is damaged" + place)
                : new StoreException(name + " cannot be read" + place, failure);
    }

    /** Completes when all changes that were asked for before are made: what is read then sees them. */
    public CompletionStage<Void> barrier() {
        return barrier("");
    }

    /** The same for the changes of one owner. */
    public CompletionStage<Void> barrier(String persistenceId) {
        return submit(done -> new StoreTask.Barrier(persistenceId, done));
    }

    /** The highest number that an owner ever used; 0 when it is unknown. */
    public long highestSequenceNr(String persistenceId) {
        return index.numbers(persistenceId).highest();
    }

    /**
     * An owner's events in order, those that were given up left out. Only events that a snapshot stands for may be given up singly: one
     * above it that is missing was lost, and is a {@link StoreException}.
     */
    public void replay(String persistenceId, long from, long to, long max, Consumer<LogRecord> consumer) {
        Index.Numbers numbers = index.numbers(persistenceId);
        long last = Math.min(to, numbers.highest());
        long dispensable =
                Math.max(numbers.deletedTo(), snapshotSequenceNr(persistenceId).orElse(0L));
        long next = Math.max(from, numbers.deletedTo() + 1);
        long left = max;
        while (next <= last && left > 0) {
            Map<Long, Position> found = index.eventsOf(persistenceId, next, last, Math.min(left, REPLAY_EVENTS));
            for (long sequenceNr : found.keySet()) {
                refuseGap(persistenceId, Math.max(next, dispensable + 1), sequenceNr);
                consumer.accept(new LogRecord(persistenceId, sequenceNr, read(persistenceId, sequenceNr)));
                next = sequenceNr + 1;
            }
            if (found.isEmpty()) {
                refuseGap(persistenceId, Math.max(next, dispensable + 1), last + 1);
                next = last + 1;
            }
            left -= found.size();
        }
    }

    private static void refuseGap(String persistenceId, long expected, long found) {
        if (found > expected) {
            String lost = expected == found - 1 ? "event " + expected : "events " + expected + " to " + (found - 1);
            throw new DamagedException(lost + " of " + persistenceId + " lost: the log is damaged");
        }
    }

    /** True when no event up to a number was given up or lost. */
    public boolean hasAllEvents(String persistenceId, long to) {
        if (index.numbers(persistenceId).deletedTo() > 0) {
            return false;
        }
        for (long next = 1; next <= to; next += REPLAY_EVENTS) {
            long last = Math.min(to, next + REPLAY_EVENTS - 1);
            if (index.eventsOf(persistenceId, next, last, REPLAY_EVENTS).size() != last - next + 1) {
                return false;
            }
        }
        return true;
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

    /** The number that an owner's snapshot stands for; empty when it has none. */
    public Optional<Long> snapshotSequenceNr(String persistenceId) {
        return index.snapshot(persistenceId).map(Index.Snapshot::sequenceNr);
    }

    /** An owner's snapshot; {@link StoreException} when it is damaged. */
    public Optional<byte[]> snapshot(String persistenceId) {
        return read(
                        "the snapshot of " + persistenceId,
                        persistenceId,
                        Entry.Kind.SNAPSHOT,
                        () -> index.snapshot(persistenceId).map(Index.Snapshot::position))
                .map(Entry::payload);
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
