package warren.persistence.store;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when a store is opened: the log is read from the last checkpoint on, records that the index does not know are added to
 * it, and a torn end is cut. A new or lost index is built from the whole log; events that had been given up may then be there again,
 * which costs space until their owners give them up once more.
 */
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final SegmentedLog log;
    private final Index index;
    private final Map<Integer, Long> liveBytes = new HashMap<>();
    private long added;

    Recovery(SegmentedLog log, Index index) {
        this.log = log;
        this.index = index;
    }

    /** Returns the living bytes of each segment. */
    Map<Integer, Long> run() throws IOException {
        Position checkpoint = index.checkpoint();
        for (Segment segment : log.segments().values()) {
            liveBytes.put(segment.number, index.liveBytes(segment.number));
            if (checkpoint == null || segment.number >= checkpoint.segment()) {
                long from = checkpoint != null && segment.number == checkpoint.segment()
                        ? Math.min(checkpoint.offset(), segment.end())
                        : 0;
                scan(segment, from);
            }
        }
        if (added > 0) {
            LOG.info("read {} records again that the index did not have", added);
        }
        return liveBytes;
    }

    private void scan(Segment segment, long from) throws IOException {
        try (Index.Changes changes = index.change()) {
            long goodEnd = new SegmentScanner(segment).scan(from, new SegmentScanner.Visitor() {
                @Override
                public void batch(List<LogRecord> records, List<Position> positions) {
                    for (int i = 0; i < records.size(); i++) {
                        addIfNew(changes, records.get(i), positions.get(i));
                    }
                }

                @Override
                public void damaged(Position position) {
                    LOG.error(
                            "damaged record in segment {} at {}, {} bytes: its owner will not recover",
                            position.segment(),
                            position.offset(),
                            position.length());
                }
            });
            changes.putLiveBytes(segment.number, liveBytes.getOrDefault(segment.number, 0L));
            changes.write(false);
            cut(segment, goodEnd);
        }
    }

    private void addIfNew(Index.Changes changes, LogRecord record, Position position) {
        Index.Numbers known = changes.numbers(record.persistenceId());
        if (record.sequenceNr() <= known.highest()) {
            return;
        }
        changes.putEvent(record.persistenceId(), record.sequenceNr(), position);
        changes.putNumbers(record.persistenceId(), new Index.Numbers(record.sequenceNr(), known.deletedTo()));
        liveBytes.merge(position.segment(), (long) position.length(), Long::sum);
        added++;
    }

    private void cut(Segment segment, long goodEnd) throws IOException {
        long torn = segment.end() - goodEnd;
        if (torn == 0) {
            return;
        }
        if (segment == log.active()) {
            LOG.warn("cut {} bytes of an unfinished write off the end of the log (segment {})", torn, segment.number);
            log.continueAt(goodEnd);
        } else {
            LOG.error("{} bytes at the end of segment {} cannot be read", torn, segment.number);
        }
    }
}
