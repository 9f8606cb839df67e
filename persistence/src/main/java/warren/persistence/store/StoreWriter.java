package warren.persistence.store;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that changes the store. It takes all tasks that wait: their records go to the log with one write and one sync, then
 * all changes of the index take effect together, then those who wait are told. While it is busy the next tasks gather; that is how
 * batches form. Long work, deletions and the moving of records, is done in slices that go along.
 *
 * <p>Safety: an event is acknowledged after its record is safe. The index is not synced then, but what it lacks after a crash is read
 * again from the log, from the checkpoint on. When the disk refuses a write, those who wait are told, nothing of it remains, and the
 * next write is tried. When anything else goes wrong, log and index may differ: the writer ends, and all later calls fail.
 */
final class StoreWriter implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(StoreWriter.class);
    private static final int TASKS_MAX = 10_000;
    /** After the disk has refused something. */
    private static final long RETRY_MILLIS = 200;
    /** Bodies in one group, at most, but always one task's: those who wait do not wait for more. */
    private static final long GROUP_BYTES_MAX = 16L << 20;
    /** Log between two checkpoints, at most; what is read again after a crash. */
    private static final long CHECKPOINT_BYTES_MAX = 32L << 20;

    private final BlockingQueue<StoreTask> tasks = new LinkedBlockingQueue<>();
    private final SegmentedLog log;
    private final IndexWriter index;
    private final LogAppender appender;
    private final Deletions deletions;
    private final Reclaimer reclaimer;
    private final Reserve reserve;
    private final long checkpointBytes;
    private final LongAdder writes = new LongAdder();
    private final LongAdder records = new LongAdder();
    private long turnoverAtCheckpoint;
    private volatile long totalLiveBytes;
    private volatile @Nullable Throwable failure;
    private final CompletableFuture<Throwable> broken = new CompletableFuture<>();
    private boolean stopping;
    /** The disk has just refused a write: what is left to do is tried again after a while. */
    private boolean isRefused;

    private boolean isReclaimRefused;
    private long reclaimRefusedNanos;

    /** How large the log's files, and the log as a whole, may become. */
    record Limits(StoreSettings settings, Reserve reserve) {}

    StoreWriter(SegmentedLog log, Index index, IndexWriter writer, Limits limits) {
        StoreSettings settings = limits.settings();
        this.reserve = limits.reserve();
        this.log = log;
        this.index = writer;
        this.appender = new LogAppender(log, writer, reserve);
        this.deletions = new Deletions(index, writer);
        this.reclaimer = new Reclaimer(log, index, appender, writer.liveBytes(), settings.segmentBytes());
        this.checkpointBytes = Math.min(CHECKPOINT_BYTES_MAX, settings.segmentBytes() / 2);
        totalLiveBytes = writer.liveBytes().total();
    }

    void submit(StoreTask task) {
        tasks.add(task);
        if (failure != null) {
            failAll();
        }
    }

    /** Completes when the writer has ended for another reason than being asked to. */
    CompletionStage<Throwable> broken() {
        return broken;
    }

    StoreStatistics statistics() {
        return new StoreStatistics(
                log.diskBytes(),
                totalLiveBytes,
                log.segments().size(),
                writes.sum(),
                records.sum(),
                log.writtenBytes(),
                tasks.size(),
                log.syncs());
    }

    @Override
    public void run() {
        List<StoreTask> group = new ArrayList<>();
        try {
            while (!stopping || !(deletions.isIdle() || isRefused)) {
                gather(group);
                isRefused = false;
                round(group);
                group.clear();
                maintain();
            }
            giveUp(new StoreException("the store is closed"));
        } catch (Throwable e) {
            LOG.error("the store has failed; it has to be opened again", e);
            failure = e;
            StoreException failed = failed();
            group.forEach(task -> task.done().completeExceptionally(failed));
            giveUp(failed);
            failAll();
            broken.complete(e);
        }
    }

    private void giveUp(StoreException why) {
        deletions.pending().forEach(done -> done.completeExceptionally(why));
        deletions.takeReady().forEach(task -> task.done().completeExceptionally(why));
    }

    private StoreException failed() {
        return new StoreException("the store has failed, restart the broker: " + failure, failure);
    }

    private void failAll() {
        for (StoreTask task = tasks.poll(); task != null; task = tasks.poll()) {
            task.done().completeExceptionally(failed());
        }
    }

    private void gather(List<StoreTask> group) throws InterruptedException {
        group.addAll(deletions.takeReady());
        boolean isIdle = group.isEmpty() && deletions.isIdle() && !reclaimer.isBusy();
        boolean isRetry = isRefused || (isIdle && isReclaimRefused);
        StoreTask next = isIdle && !isRetry ? tasks.take() : tasks.poll(isRetry ? RETRY_MILLIS : 0, MILLISECONDS);
        long bytes = 0;
        while (next != null) {
            group.add(next);
            stopping |= next instanceof StoreTask.Stop;
            bytes += size(next);
            next = bytes < GROUP_BYTES_MAX && group.size() < TASKS_MAX ? tasks.poll() : null;
        }
    }

    private static boolean isWrite(StoreTask task) {
        return task instanceof StoreTask.Append || task instanceof StoreTask.SaveSnapshot;
    }

    /** Upkeep, such as snapshots, makes others needless: it may use the reserve. */
    private static boolean needsRoom(StoreTask task) {
        return task instanceof StoreTask.Append append && !append.isUpkeep();
    }

    private static long size(StoreTask task) {
        long size = 0;
        if (task instanceof StoreTask.Append append) {
            for (LogRecord record : append.records()) {
                size += record.payload().length;
            }
        } else if (task instanceof StoreTask.SaveSnapshot save) {
            size = save.bytes().length;
        }
        return size;
    }

    private void round(List<StoreTask> group) {
        List<Entry> entries = new ArrayList<>();
        List<StoreTask> carriedOut = new ArrayList<>(group.size());
        IOException refusal = null;
        IOException noRoom = noRoomFor(group);
        try {
            log.makeReady();
            entries.addAll(deletions.slices(log.active().number));
        } catch (IOException e) {
            refusal = e;
        }
        for (StoreTask task : group) {
            if (!deletions.takes(task)) {
                carriedOut.add(task);
                if (noRoom == null || !needsRoom(task)) {
                    addEntries(task, entries);
                }
            }
        }
        if (refusal == null && !entries.isEmpty()) {
            refusal = append(entries);
        }
        finish(carriedOut, refusal, noRoom);
    }

    /** Deletions still go on then: they are what makes room. */
    private @Nullable IOException noRoomFor(List<StoreTask> group) {
        long bytes = 0;
        boolean isRoomNeeded = false;
        for (StoreTask task : group) {
            bytes += needsRoom(task) ? size(task) : 0;
            isRoomNeeded |= needsRoom(task);
        }
        if (!isRoomNeeded) {
            return null;
        }
        return reserve.hasRoomFor(bytes) ? null : new IOException("the disk is full: " + reserve.text());
    }

    private @Nullable IOException append(List<Entry> entries) {
        try {
            appender.append(entries);
            writes.increment();
            totalLiveBytes = index.liveBytes().total();
            return null;
        } catch (IOException e) {
            return e;
        }
    }

    private void finish(List<StoreTask> carriedOut, @Nullable IOException refusal, @Nullable IOException noRoom) {
        if (refusal != null) {
            isRefused = true;
            LOG.error("the store could not write: {}", refusal.toString());
        }
        deletions.roundDone(refusal == null);
        for (StoreTask task : carriedOut) {
            if (isWrite(task) && refusal != null) {
                task.done().completeExceptionally(refusal);
            } else if (needsRoom(task) && noRoom != null) {
                task.done().completeExceptionally(noRoom);
            } else {
                if (task instanceof StoreTask.Append append) {
                    records.add(append.records().size());
                }
                finish(task);
            }
        }
    }

    private void finish(StoreTask task) {
        if (task instanceof StoreTask.HoldForBackup hold) {
            hold(hold);
            return;
        }
        if (task instanceof StoreTask.Barrier && task.id().isEmpty()) {
            CompletableFuture<?>[] pending = deletions.pending().toArray(CompletableFuture<?>[]::new);
            var done = CompletableFuture.allOf(pending)
                    .whenComplete((all, e) -> task.done().complete(null));
            assert done != null;
        } else {
            task.done().complete(null);
        }
    }

    private void hold(StoreTask.HoldForBackup task) {
        try {
            task.backup().hold(log);
            task.done().complete(null);
        } catch (IOException e) {
            task.done().completeExceptionally(e);
        }
    }

    private void addEntries(StoreTask task, List<Entry> entries) {
        if (task instanceof StoreTask.Append append) {
            append.records().forEach(record -> entries.add(Entry.event(record)));
        } else if (task instanceof StoreTask.SaveSnapshot save) {
            entries.add(new Entry(Entry.Kind.SNAPSHOT, save.id(), save.sequenceNr(), save.bytes()));
        }
    }

    /** A checkpoint after so much has changed, and space that is given back. The disk may refuse: then another time. */
    private void maintain() {
        try {
            boolean isDue = isReclaimRefused
                    ? System.nanoTime() - reclaimRefusedNanos > MILLISECONDS.toNanos(RETRY_MILLIS)
                    : appender.turnover() - turnoverAtCheckpoint > checkpointBytes;
            if (reclaimer.step() || (isDue && !reclaimer.isBusy())) {
                turnoverAtCheckpoint = appender.turnover();
                appender.checkpoint();
                reclaimer.deleteDead();
                isReclaimRefused = false;
                totalLiveBytes = index.liveBytes().total();
            }
        } catch (IOException e) {
            LOG.warn("no space could be given back: {}", e.toString());
            reclaimer.giveUp();
            isReclaimRefused = true;
            reclaimRefusedNanos = System.nanoTime();
        }
    }

    /** The last thing: a checkpoint, so that the next start has nothing to read again. */
    void close() throws IOException {
        if (failure == null) {
            appender.checkpoint();
        }
    }
}
