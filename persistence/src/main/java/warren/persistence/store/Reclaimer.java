package warren.persistence.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives back the space of records that nobody needs. A segment in which nothing lives is deleted; one that is mostly dead is emptied
 * first: its living records are appended again, and the old ones go only when the new ones and the index that points to them are on
 * disk. Runs on the writer's thread, one mostly dead segment at a time.
 */
final class Reclaimer {
    private static final Logger LOG = LoggerFactory.getLogger(Reclaimer.class);
    /** A segment is emptied when less than this part of it lives. */
    private static final double LIVE_MIN = 0.25;

    private final SegmentedLog log;
    private final Index index;

    Reclaimer(SegmentedLog log, Index index) {
        this.log = log;
        this.index = index;
    }

    /** Returns the segments that are gone; adds to {@code liveBytes} what was moved. */
    List<Integer> reclaim(Map<Integer, Long> liveBytes) throws IOException {
        List<Integer> gone = new ArrayList<>();
        boolean moved = false;
        for (Segment segment : log.segments().values()) {
            if (segment == log.active()) {
                continue;
            }
            long live = liveBytes.getOrDefault(segment.number, 0L);
            if (live > 0 && !moved && live < segment.end() * LIVE_MIN) {
                moved = true;
                live = move(segment, liveBytes) ? 0 : live;
            }
            if (live <= 0) {
                gone.add(segment.number);
            }
        }
        if (!gone.isEmpty()) {
            delete(gone);
        }
        return gone;
    }

    /** False when the segment has to stay, as not all of it can be read. */
    private boolean move(Segment segment, Map<Integer, Long> liveBytes) throws IOException {
        List<LogRecord> living = new ArrayList<>();
        List<Position> damaged = new ArrayList<>();
        long goodEnd = new SegmentScanner(segment).scan(0, new SegmentScanner.Visitor() {
            @Override
            public void batch(List<LogRecord> records, List<Position> positions) {
                for (int i = 0; i < records.size(); i++) {
                    LogRecord record = records.get(i);
                    Optional<Position> known = index.find(record.persistenceId(), record.sequenceNr());
                    if (known.equals(Optional.of(positions.get(i)))) {
                        living.add(record);
                    }
                }
            }

            @Override
            public void damaged(Position position) {
                damaged.add(position);
            }
        });
        if (!damaged.isEmpty() || goodEnd != segment.end()) {
            LOG.error("segment {} stays: it has damaged records, the first at {}", segment.number, damaged);
            return false;
        }
        if (log.isFull()) {
            log.beginSegment();
        }
        List<Position> positions = log.append(living.stream().map(List::of).toList());
        try (Index.Changes changes = index.change()) {
            for (int i = 0; i < living.size(); i++) {
                LogRecord record = living.get(i);
                changes.putEvent(record.persistenceId(), record.sequenceNr(), positions.get(i));
                liveBytes.merge(
                        positions.get(i).segment(), (long) positions.get(i).length(), Long::sum);
            }
            changes.putLiveBytes(log.active().number, liveBytes.getOrDefault(log.active().number, 0L));
            changes.write(false);
        }
        log.active().sync();
        return true;
    }

    private void delete(List<Integer> numbers) throws IOException {
        try (Index.Changes changes = index.change()) {
            numbers.forEach(changes::deleteSegment);
            changes.write(true);
        }
        for (int number : numbers) {
            log.delete(number);
        }
    }
}
