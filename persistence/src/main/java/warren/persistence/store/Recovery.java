package warren.persistence.store;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when a store is opened: the log is read again from the last checkpoint on, its records are taken into the index, and a
 * torn end is cut off. A new or lost index is built from the whole log in the same way.
 *
 * <p>One thing needs a look ahead then: removals that were written again when their first segment went ({@link Removal#isCarried})
 * stand behind records of later owners of the same id, which they do not mean.
 */
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
    private static final int CHANGES_MAX = 10_000;

    private final SegmentedLog log;
    private final Index index;
    private final IndexWriter writer;
    /** By owner: what stands in segments before this one does not count. */
    private final Map<String, Integer> forgottenBefore = new HashMap<>();

    private final Map<String, Integer> snapshotGoneBefore = new HashMap<>();
    private long records;

    Recovery(SegmentedLog log, Index index) {
        this.log = log;
        this.index = index;
        this.writer = new IndexWriter(index, new LiveBytes());
    }

    /** Answers what takes in further records; null when the index holds more than the log, and must be built anew. */
    @Nullable
    IndexWriter run() throws IOException {
        Position checkpoint = index.checkpoint();
        Position applied = index.applied();
        if (checkpoint == null) {
            lookAhead();
        }
        for (Segment segment : log.segments().values()) {
            writer.liveBytes().load(segment.number, index.liveBytes(segment.number));
        }
        long goodEnd = 0;
        for (Segment segment : log.segments().values()) {
            if (checkpoint == null || segment.number > checkpoint.segment()) {
                goodEnd = take(segment, 0);
            } else if (segment.number == checkpoint.segment()) {
                goodEnd = take(segment, Math.min(checkpoint.offset(), segment.end()));
            }
        }
        Segment active = log.active();
        boolean isAhead = applied != null
                && (applied.segment() > active.number
                        || (applied.segment() == active.number && applied.offset() > goodEnd));
        cut(goodEnd);
        if (isAhead) {
            return null;
        }
        if (checkpoint == null) {
            writer.changes().putCheckpoint(active.number, active.end());
        }
        writer.write(active.number, active.end(), true);
        if (records > 0) {
            LOG.info("took {} records of the log into the index", records);
        }
        return writer;
    }

    /** Takes the whole log into a new index and changes nothing of it. Answers how many bytes at its end do not count. */
    long readAll() throws IOException {
        lookAhead();
        long goodEnd = 0;
        for (Segment segment : log.segments().values()) {
            goodEnd = take(segment, 0);
        }
        Segment active = log.active();
        long unfinishedBytes = active.end() - goodEnd;
        active.endAt(goodEnd);
        writer.write(active.number, goodEnd, false);
        return unfinishedBytes;
    }

    private void lookAhead() throws IOException {
        for (Segment segment : log.segments().values()) {
            new SegmentScanner(segment).scan(0, Long.MAX_VALUE, new SegmentScanner.Visitor() {
                @Override
                public void found(SegmentScanner.Found found) throws IOException {
                    if (found.entry().kind() == Entry.Kind.REMOVAL && found.isIntact()) {
                        note(Removal.read(found.entry()), found);
                    }
                }

                @Override
                public void lost(long from, long to) {}
            });
        }
    }

    private void note(Removal removal, SegmentScanner.Found found) {
        if (!removal.isCarried(found.position())) {
            return;
        }
        String id = found.entry().id();
        if (removal.forgotten()) {
            forgottenBefore.merge(id, removal.home(), Math::max);
        }
        if (removal.snapshot()) {
            snapshotGoneBefore.merge(id, removal.home(), Math::max);
        }
    }

    private long take(Segment segment, long from) throws IOException {
        return new SegmentScanner(segment).scan(from, Long.MAX_VALUE, new SegmentScanner.Visitor() {
            @Override
            public void found(SegmentScanner.Found found) throws IOException {
                take(found);
            }

            @Override
            public void lost(long lostFrom, long lostTo) {
                LOG.error(
                        "segment {} is damaged from {} to {}: the owners of what stood there will not recover",
                        segment.number,
                        lostFrom,
                        lostTo);
            }
        });
    }

    private void take(SegmentScanner.Found found) throws IOException {
        Entry entry = found.entry();
        int segment = found.position().segment();
        if (!found.isIntact()) {
            LOG.error("damaged {} of {}, number {}, at {}", entry.kind(), entry.id(), entry.number(), found.position());
            if (entry.kind() != Entry.Kind.EVENT && entry.kind() != Entry.Kind.SNAPSHOT) {
                return;
            }
        }
        boolean isGone = segment < forgottenBefore.getOrDefault(entry.id(), 0)
                || (entry.kind() == Entry.Kind.SNAPSHOT && segment < snapshotGoneBefore.getOrDefault(entry.id(), 0));
        if (isGone && entry.kind() != Entry.Kind.REMOVAL) {
            return;
        }
        writer.apply(entry, found.position());
        if (entry.kind() != Entry.Kind.START) {
            records++;
        }
        if (writer.changes().size() > CHANGES_MAX) {
            writer.write(segment, found.position().offset(), false);
        }
    }

    private void cut(long goodEnd) throws IOException {
        Segment active = log.active();
        if (goodEnd < active.end()) {
            LOG.warn(
                    "cut {} bytes of an unfinished write off the end of the log (segment {})",
                    active.end() - goodEnd,
                    active.number);
        }
        log.continueAt(goodEnd);
    }
}
