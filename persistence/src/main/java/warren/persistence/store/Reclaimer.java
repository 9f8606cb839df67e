package warren.persistence.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * A segment goes in this order: what is still needed of it is written again and safe; the index that points there is synced; the file
 * is deleted, older ones first. So whenever the power goes, each record that counts is on disk, and a removal is there as long as what
 * it removes. All on the writer's thread: the bulk, events of a mostly dead segment, in steps between which others write.
 */
/** Gives back the space of records that nobody needs, so that the log is at most about twice what lives, and a few segments. */
final class Reclaimer {
    private static final Logger LOG = LoggerFactory.getLogger(Reclaimer.class);
    /** A segment is emptied when less than this part of it lives. */
    private static final double LIVE_MIN = 0.5;
    /** So many segments of dead records are let be: those of a queue that is consumed in order go by themselves soon after. */
    private static final int SLACK_SEGMENTS = 3;
    /** Log that is looked through in one step. */
    private static final long STEP_BYTES = 1 << 20;

    private final SegmentedLog log;
    private final Index index;
    private final LogAppender appender;
    private final LiveBytes liveBytes;
    private final long removalBytesMax;
    private final long slackBytes;
    /** Segments that cannot be emptied, as they are damaged. */
    private final SortedSet<Integer> stuck = new TreeSet<>();

    private @Nullable Segment victim;
    private @Nullable SegmentScanner scanner;
    private long scannedTo;
    private long removalBytes;

    Reclaimer(SegmentedLog log, Index index, LogAppender appender, LiveBytes liveBytes, int segmentBytes) {
        this.log = log;
        this.index = index;
        this.appender = appender;
        this.liveBytes = liveBytes;
        this.removalBytesMax = segmentBytes / 4;
        this.slackBytes = (long) SLACK_SEGMENTS * segmentBytes;
    }

    boolean isBusy() {
        return victim != null;
    }

    /** Deletes what is dead, after a checkpoint, and chooses the next segment to be emptied. */
    void deleteDead() throws IOException {
        TreeSet<Integer> dead = new TreeSet<>();
        for (Segment segment : log.segments().values()) {
            if (segment != log.active() && liveBytes.of(segment.number).events() <= 0) {
                dead.add(segment.number);
            }
        }
        // snapshots are few, but large: a segment with many of them is not worth it
        dead.removeIf(number -> liveBytes.of(number).snapshots() > LIVE_MIN * end(number) || stuck.contains(number));
        if (!dead.isEmpty() && carry(dead)) {
            for (int number : dead) {
                log.delete(number);
            }
        }
        victim = victim();
        scanner = victim == null ? null : new SegmentScanner(victim);
        scannedTo = 0;
    }

    private long end(int number) {
        Segment segment = log.segments().get(number);
        return segment == null ? 0 : segment.end();
    }

    /** Writes again what is needed of segments without living events, and syncs it. False when some of it cannot be read. */
    private boolean carry(SortedSet<Integer> dead) throws IOException {
        SortedSet<Integer> left = new TreeSet<>(log.segments().keySet());
        left.removeAll(dead);
        log.makeReady();
        left.add(log.active().number);
        List<Entry> carried = new ArrayList<>();
        List<Position> removals = new ArrayList<>();
        index.forEachNumbers((id, numbers) -> {
            if (dead.contains(numbers.segment())) {
                carried.add(appender.numbersOf(id));
            }
        });
        List<Position> snapshots = new ArrayList<>();
        index.forEachSnapshot((id, snapshot) -> {
            if (dead.contains(snapshot.position().segment())) {
                snapshots.add(snapshot.position());
            }
        });
        for (int number : dead) {
            removals.addAll(index.removalsIn(number));
        }
        removalBytes = 0;
        if (!read(snapshots, carried) || !carryRemovals(removals, left, carried)) {
            return false;
        }
        appender.append(carried, changes -> {
            removals.forEach(changes::deleteRemoval);
            dead.forEach(number -> {
                liveBytes.forget(number);
                changes.deleteLiveBytes(number);
            });
        });
        return true;
    }

    private boolean read(List<Position> positions, List<Entry> entries) throws IOException {
        for (Position position : positions) {
            Entry entry = RecordCodec.read(log.read(position), position);
            if (entry == null) {
                LOG.error("segment {} stays: its record at {} is damaged", position.segment(), position.offset());
                stuck.add(position.segment());
                return false;
            }
            entries.add(entry);
        }
        return true;
    }

    private boolean carryRemovals(List<Position> positions, SortedSet<Integer> left, List<Entry> carried)
            throws IOException {
        List<Entry> removals = new ArrayList<>();
        if (!read(positions, removals)) {
            return false;
        }
        for (Entry entry : removals) {
            Removal rest = Removal.read(entry).without(left);
            if (rest != null) {
                Entry again = rest.entry(entry.id());
                removalBytes += RecordCodec.size(again);
                carried.add(again);
            }
        }
        return true;
    }

    /** The segment with the smallest part that lives; the oldest one when it is what so many removals are kept for. */
    private @Nullable Segment victim() {
        Segment best = null;
        boolean isMuchDead = log.diskBytes() > 2 * liveBytes.total() + slackBytes;
        double bestPart = isMuchDead ? LIVE_MIN : 0;
        for (Segment segment : log.segments().values()) {
            if (segment == log.active() || stuck.contains(segment.number)) {
                continue;
            }
            LiveBytes.Of live = liveBytes.of(segment.number);
            if (live.events() > 0 && removalBytes > removalBytesMax) {
                removalBytes = 0;
                return segment;
            }
            double part = live.total() / (double) Math.max(1, segment.end());
            if (live.events() > 0 && part < bestPart) {
                best = segment;
                bestPart = part;
            }
        }
        return best;
    }

    /** Writes some living events of a mostly dead segment again. True when that was the last of it. */
    boolean step() throws IOException {
        if (victim == null || scanner == null) {
            return false;
        }
        List<Position> living = new ArrayList<>();
        long before = scannedTo;
        scannedTo = scanner.scan(before, STEP_BYTES, new SegmentScanner.Visitor() {
            @Override
            public void found(SegmentScanner.Found found) {
                Entry entry = found.entry();
                if (entry.kind() == Entry.Kind.EVENT
                        && found.isIntact()
                        && index.find(entry.id(), entry.number())
                                .filter(found.position()::equals)
                                .isPresent()) {
                    living.add(found.position());
                }
            }

            @Override
            public void lost(long from, long to) {}
        });
        List<Entry> entries = new ArrayList<>();
        if (read(living, entries) && !entries.isEmpty()) {
            appender.append(entries, changes -> {});
        }
        if (scannedTo != before && scannedTo < victim.end()) {
            return false;
        }
        if (liveBytes.of(victim.number).events() > 0) {
            LOG.error("segment {} stays: some of its events cannot be read", victim.number);
            stuck.add(victim.number);
        }
        victim = null;
        return true;
    }

    /** The disk did not take it: another time. */
    void giveUp() {
        victim = null;
    }
}
