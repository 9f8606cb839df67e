package warren.persistence.store;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Deletions under way. One may be of millions of events: it is done in slices between which others write. What an owner asks for
 * meanwhile waits until its deletion is done, so that its changes keep their order. Used by the writer's thread.
 */
final class Deletions {
    /** Events that are deleted at once. */
    static final int SLICE_EVENTS = 1_000;
    /** What an owner without events counts for. */
    private static final int OWNER_EVENTS = 10;
    /** So few events are looked up one by one: to find where they end, LevelDB would go through all that was deleted behind them. */
    private static final int FEW_EVENTS = 64;

    private final Index index;
    private final IndexWriter writer;
    private final Map<String, Work> byId = new LinkedHashMap<>();
    /** Those that had their turn in this round. */
    private final List<Work> sliced = new ArrayList<>();
    /** Tasks that waited for a deletion that is done. */
    private final List<StoreTask> ready = new ArrayList<>();

    /** One deletion: its next slice, and what waits for it. */
    private static final class Work {
        final StoreTask task;
        final long[] sequenceNrs;
        int from;
        int next;
        boolean isLast;
        final ArrayDeque<StoreTask> waiting = new ArrayDeque<>();

        Work(StoreTask task) {
            this.task = task;
            this.sequenceNrs = task instanceof StoreTask.Release release
                    ? Arrays.stream(release.sequenceNrs()).sorted().distinct().toArray()
                    : new long[0];
        }
    }

    Deletions(Index index, IndexWriter writer) {
        this.index = index;
        this.writer = writer;
    }

    boolean isIdle() {
        return byId.isEmpty() && ready.isEmpty();
    }

    /** True when the task has to wait, or is a deletion that begins now. */
    boolean takes(StoreTask task) {
        Work work = byId.get(task.id());
        if (work != null) {
            work.waiting.add(task);
            return true;
        }
        boolean isDeletion = task instanceof StoreTask.Release
                || task instanceof StoreTask.DeleteTo
                || task instanceof StoreTask.DeleteSnapshot
                || task instanceof StoreTask.Purge;
        if (isDeletion) {
            byId.put(task.id(), new Work(task));
        }
        return isDeletion;
    }

    /** Everything that has been asked for and is not done. */
    List<CompletableFuture<Void>> pending() {
        List<CompletableFuture<Void>> found = new ArrayList<>();
        for (Work work : byId.values()) {
            found.add(work.task.done());
            work.waiting.forEach(task -> found.add(task.done()));
        }
        return found;
    }

    /** The next slices of the deletions whose turn it is, as records of the log: of several owners when they have little. */
    List<Entry> slices(int home) {
        List<Entry> entries = new ArrayList<>();
        long events = 0;
        for (Work work : byId.values()) {
            if (events >= SLICE_EVENTS) {
                break;
            }
            Removal removal = slice(work, home);
            sliced.add(work);
            events += OWNER_EVENTS;
            if (removal != null) {
                entries.add(removal.entry(work.task.id()));
                events += removal.count();
            }
        }
        return entries;
    }

    private @Nullable Removal slice(Work work, int home) {
        String id = work.task.id();
        Index.Numbers known = index.numbers(id);
        if (work.task instanceof StoreTask.Release) {
            return releaseSlice(work, id, home, known);
        }
        if (work.task instanceof StoreTask.DeleteSnapshot delete) {
            work.isLast = true;
            return index.snapshot(id)
                    .filter(snapshot -> snapshot.sequenceNr() <= delete.sequenceNrMax())
                    .map(snapshot -> new Removal(home, 0, true, false, Map.of()))
                    .orElse(null);
        }
        return work.task instanceof StoreTask.DeleteTo deleteTo
                ? deleteToSlice(work, Math.min(deleteTo.sequenceNr(), known.highest()), home, known)
                : purgeSlice(work, id, home, known);
    }

    private @Nullable Removal deleteToSlice(Work work, long to, int home, Index.Numbers known) {
        Map<Long, Position> found = eventsOf(work.task.id(), known.deletedTo() + 1, to);
        work.isLast = found.size() < SLICE_EVENTS;
        long deletedTo = work.isLast ? to : last(found);
        return deletedTo <= known.deletedTo() ? null : new Removal(home, deletedTo, false, false, bySegment(found));
    }

    private @Nullable Removal purgeSlice(Work work, String id, int home, Index.Numbers known) {
        Map<Long, Position> found = eventsOf(id, known.deletedTo() + 1, known.highest());
        work.isLast = found.size() < SLICE_EVENTS;
        boolean isUnknown =
                known.equals(Index.Numbers.NONE) && index.snapshot(id).isEmpty();
        return isUnknown ? null : new Removal(home, last(found), false, work.isLast, bySegment(found));
    }

    private Map<Long, Position> eventsOf(String id, long from, long to) {
        if (to - from >= FEW_EVENTS) {
            return writer.changes().eventsOf(id, from, to, SLICE_EVENTS);
        }
        Map<Long, Position> found = new LinkedHashMap<>();
        for (long sequenceNr = from; sequenceNr <= to; sequenceNr++) {
            Optional<Position> position = writer.changes().find(id, sequenceNr);
            if (position.isPresent()) {
                found.put(sequenceNr, position.get());
            }
        }
        return found;
    }

    private static long last(Map<Long, Position> found) {
        long last = 0;
        for (long sequenceNr : found.keySet()) {
            last = sequenceNr;
        }
        return last;
    }

    private @Nullable Removal releaseSlice(Work work, String id, int home, Index.Numbers known) {
        Map<Long, Position> found = new TreeMap<>();
        long deletedTo = known.deletedTo();
        work.from = work.next;
        int end = Math.min(work.sequenceNrs.length, work.next + SLICE_EVENTS);
        for (; work.next < end; work.next++) {
            long sequenceNr = work.sequenceNrs[work.next];
            Optional<Position> position = writer.changes().find(id, sequenceNr);
            position.ifPresent(place -> found.put(sequenceNr, place));
            // consumption in order: a replay or a purge need not look at what went before
            deletedTo = sequenceNr == deletedTo + 1 && position.isPresent() ? sequenceNr : deletedTo;
        }
        work.isLast = end == work.sequenceNrs.length;
        if (found.isEmpty()) {
            return null;
        }
        return new Removal(home, deletedTo == known.deletedTo() ? 0 : deletedTo, false, false, bySegment(found));
    }

    private static Map<Integer, long[]> bySegment(Map<Long, Position> found) {
        Map<Integer, List<Long>> lists = new TreeMap<>();
        found.forEach((sequenceNr, position) -> lists.computeIfAbsent(position.segment(), each -> new ArrayList<>())
                .add(sequenceNr));
        Map<Integer, long[]> arrays = new TreeMap<>();
        lists.forEach((segment, list) ->
                arrays.put(segment, list.stream().mapToLong(Long::longValue).toArray()));
        return arrays;
    }

    /** The end of a round, in which the slices were written, if the disk took them. What waited for a deletion that is done comes next. */
    void roundDone(boolean isWritten) {
        for (Work work : sliced) {
            // the next slice is another owner's, when there is one
            byId.remove(work.task.id());
            byId.put(work.task.id(), work);
            if (!isWritten) {
                work.next = work.from;
                work.isLast = false;
            } else if (work.isLast) {
                finish(work);
            }
        }
        sliced.clear();
    }

    private void finish(Work work) {
        byId.remove(work.task.id());
        ready.addAll(work.waiting);
        work.task.done().complete(null);
    }

    /** Tasks that waited and may now be done, before all others. */
    Collection<StoreTask> takeReady() {
        List<StoreTask> taken = List.copyOf(ready);
        ready.clear();
        return taken;
    }
}
