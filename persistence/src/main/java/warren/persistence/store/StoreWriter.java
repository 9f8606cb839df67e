package warren.persistence.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that changes the store. It takes all tasks that wait: their records go to the log with one write and one sync, then
 * all changes of the index take effect together, then those who wait are told. While it is busy the next tasks gather; that is how
 * batches form.
 *
 * <p>Safety: an event is acknowledged after its log record is safe. The index is not synced then, but what it lacks after a crash is
 * read again from the log, from the checkpoint on: a record is new to it when its number is above the highest that it knows. A segment
 * is deleted only after a synced index knows that nothing in it lives.
 */
final class StoreWriter implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(StoreWriter.class);
    private static final int TASKS_MAX = 10_000;
    /** Log between two checkpoints, at most; what is read again after a crash. */
    private static final long CHECKPOINT_BYTES = 32L << 20;

    private final BlockingQueue<StoreTask> tasks = new LinkedBlockingQueue<>();
    private final SegmentedLog log;
    private final Index index;
    private final Map<Integer, Long> liveBytes;
    private final Set<Integer> changedSegments = new HashSet<>();
    private long sinceCheckpoint;
    private final LongAdder writes = new LongAdder();
    private final LongAdder records = new LongAdder();
    private volatile long totalLiveBytes;

    StoreWriter(SegmentedLog log, Index index, Map<Integer, Long> liveBytes) {
        this.log = log;
        this.index = index;
        this.liveBytes = new HashMap<>(liveBytes);
        sumUp();
    }

    void submit(StoreTask task) {
        tasks.add(task);
    }

    StoreStatistics statistics() {
        return new StoreStatistics(
                log.diskBytes(), totalLiveBytes, log.segments().size(), writes.sum(), records.sum());
    }

    @Override
    public void run() {
        List<StoreTask> group = new ArrayList<>();
        boolean stopped = false;
        while (!stopped) {
            try {
                group.add(tasks.take());
            } catch (InterruptedException e) {
                throw new IllegalStateException("the store's writer is stopped by a task, not by an interrupt", e);
            }
            tasks.drainTo(group, TASKS_MAX);
            stopped = group.stream().anyMatch(StoreTask.Stop.class::isInstance);
            try {
                carryOut(group);
            } catch (IOException | RuntimeException e) {
                LOG.error("the store could not write: {}", e.toString());
                group.forEach(task -> task.done().completeExceptionally(e));
            }
            group.clear();
        }
    }

    private void carryOut(List<StoreTask> group) throws IOException {
        List<List<LogRecord>> batches = new ArrayList<>();
        for (StoreTask task : group) {
            if (task instanceof StoreTask.Append append) {
                batches.add(append.records());
            }
        }
        List<Position> positions = List.of();
        if (!batches.isEmpty()) {
            if (log.isFull()) {
                log.beginSegment();
            }
            positions = log.append(batches);
            writes.increment();
        }
        int next = 0;
        Index.Changes appended = index.change();
        for (StoreTask task : group) {
            if (task instanceof StoreTask.Append append) {
                next = indexEvents(appended, append.records(), positions, next);
            } else {
                // it looks events up, so all before it must be in the index, and it before all after it
                write(appended);
                Index.Changes own = index.change();
                change(own, task);
                write(own);
                appended = index.change();
            }
        }
        write(appended);
        boolean checkpoint = sinceCheckpoint > CHECKPOINT_BYTES;
        try (Index.Changes changes = index.change()) {
            if (checkpoint) {
                changes.putCheckpoint(log.active().number, log.active().end());
                log.active().sync();
                sinceCheckpoint = 0;
            }
            putLiveBytes(changes);
            changes.write(checkpoint);
        }
        sumUp();
        group.forEach(task -> task.done().complete(null));
        if (checkpoint) {
            reclaim();
        }
    }

    private static void write(Index.Changes changes) throws IOException {
        try (changes) {
            changes.write(false);
        }
    }

    private int indexEvents(Index.Changes changes, List<LogRecord> appended, List<Position> positions, int first) {
        int next = first;
        for (LogRecord record : appended) {
            Position position = positions.get(next++);
            changes.putEvent(record.persistenceId(), record.sequenceNr(), position);
            Index.Numbers known = changes.numbers(record.persistenceId());
            changes.putNumbers(
                    record.persistenceId(),
                    new Index.Numbers(Math.max(known.highest(), record.sequenceNr()), known.deletedTo()));
            addLive(position.segment(), position.length());
            sinceCheckpoint += position.length();
            records.increment();
        }
        return next;
    }

    private void change(Index.Changes changes, StoreTask task) {
        if (task instanceof StoreTask.Release release) {
            for (long sequenceNr : release.sequenceNrs()) {
                delete(changes, release.id(), sequenceNr);
            }
        } else if (task instanceof StoreTask.DeleteTo deleteTo) {
            deleteTo(changes, deleteTo.id(), deleteTo.sequenceNr());
        } else if (task instanceof StoreTask.Purge purge) {
            deleteTo(changes, purge.id(), Long.MAX_VALUE);
            changes.deleteId(purge.id());
        } else if (task instanceof StoreTask.SaveSnapshot save) {
            changes.putSnapshot(save.id(), new Index.Snapshot(save.sequenceNr(), save.bytes()));
        } else if (task instanceof StoreTask.DeleteSnapshot delete) {
            changes.deleteSnapshot(delete.id());
        }
    }

    private void deleteTo(Index.Changes changes, String id, long sequenceNr) {
        Index.Numbers known = changes.numbers(id);
        for (long each : index.eventsOf(id, known.deletedTo() + 1, sequenceNr, Long.MAX_VALUE)) {
            delete(changes, id, each);
        }
        changes.putNumbers(
                id,
                new Index.Numbers(known.highest(), Math.max(known.deletedTo(), Math.min(sequenceNr, known.highest()))));
    }

    private void delete(Index.Changes changes, String id, long sequenceNr) {
        Optional<Position> position = index.find(id, sequenceNr);
        if (position.isPresent()) {
            changes.deleteEvent(id, sequenceNr);
            addLive(position.get().segment(), -position.get().length());
        }
    }

    private void addLive(int segment, long bytes) {
        liveBytes.merge(segment, bytes, Long::sum);
        changedSegments.add(segment);
    }

    private void putLiveBytes(Index.Changes changes) {
        for (int segment : changedSegments) {
            changes.putLiveBytes(segment, liveBytes.getOrDefault(segment, 0L));
        }
        changedSegments.clear();
    }

    private void sumUp() {
        totalLiveBytes = liveBytes.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Gives disk space back; the index has just been synced. */
    private void reclaim() throws IOException {
        for (int number : new Reclaimer(log, index).reclaim(liveBytes)) {
            liveBytes.remove(number);
        }
        sumUp();
    }

    /** The last thing: a checkpoint, so that the next start has nothing to read again. */
    void close() throws IOException {
        log.active().sync();
        try (Index.Changes changes = index.change()) {
            changes.putCheckpoint(log.active().number, log.active().end());
            putLiveBytes(changes);
            changes.write(true);
        }
    }
}
