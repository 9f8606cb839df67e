package warren.persistence.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import warren.persistence.bytes.ByteReader;
import warren.persistence.bytes.ByteWriter;

/*
 * What a failed write left must never come back. So its bytes are cut off, and the cut is made safe, before anything else is written.
 * Where that fails the segment is given up: the next one begins with a record that says up to where this one counts, and from the moment
 * that this has been tried the old one is never continued, as the record may have reached the disk. Until one of the two has succeeded
 * nothing can be written.
 */
/** The segment files: appends go to the newest, which is written by one thread; reads come from any. */
final class SegmentedLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentedLog.class);
    private static final int BUFFER_BYTES = 1 << 20;

    private final Disk disk;
    private final Path directory;
    private final StoreSettings settings;
    private final ConcurrentSkipListMap<Integer, Segment> segments = new ConcurrentSkipListMap<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final SyncTimes syncTimes = new SyncTimes();
    private final LongAdder writtenBytes = new LongAdder();
    private Segment active;
    private long position;
    /** Behind the end of the active segment there may be what a failed write left. */
    private boolean endIsTorn;
    /** The active segment may have a successor on disk. */
    private boolean isGivenUp;

    private SegmentedLog(Disk disk, Path directory, StoreSettings settings, List<Segment> found) {
        this.disk = disk;
        this.directory = directory;
        this.settings = settings;
        found.forEach(segment -> segments.put(segment.number, segment));
        this.active = found.get(found.size() - 1);
        this.position = active.end();
    }

    static SegmentedLog open(Disk disk, Path directory, StoreSettings settings) throws IOException {
        Files.createDirectories(directory);
        List<Segment> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".log"))
                    .sorted()
                    .toList()) {
                found.add(Segment.open(disk, directory, Segment.numberOf(file)));
            }
        }
        if (found.isEmpty()) {
            found.add(Segment.open(disk, directory, 1));
            disk.syncDirectory(directory);
        }
        var log = new SegmentedLog(disk, directory, settings, found);
        for (int i = 1; i < found.size(); i++) {
            endAsItsSuccessorSays(found.get(i - 1), found.get(i));
        }
        return log;
    }

    private static void endAsItsSuccessorSays(Segment segment, Segment successor) throws IOException {
        Entry start = new SegmentScanner(successor).first();
        if (start == null || start.kind() != Entry.Kind.START || start.number() != segment.number) {
            return;
        }
        long end = new ByteReader(start.payload()).varint();
        if (end > segment.end()) {
            LOG.error(
                    "segment {} has {} bytes, but had {}: its last records are lost",
                    segment.number,
                    segment.end(),
                    end);
        }
        segment.endAt(end);
    }

    Map<Integer, Segment> segments() {
        return new TreeMap<>(segments);
    }

    Segment active() {
        return active;
    }

    /** The first thing after a start: the good records of the active segment end here. */
    void continueAt(long offset) throws IOException {
        active.endAt(offset);
        active.cut();
        position = active.end();
        if (position == 0) {
            Map.Entry<Integer, Segment> before = segments.lowerEntry(active.number);
            start(active, before == null ? null : before.getValue());
            position = active.end();
        }
    }

    /** Repairs the end and begins a new segment, where one of them is due: after this the active segment is the one written to. */
    void makeReady() throws IOException {
        if (endIsTorn && !isGivenUp) {
            try {
                active.cut();
                endIsTorn = false;
                position = active.end();
            } catch (IOException e) {
                LOG.error(
                        "what a failed write left in segment {} cannot be cut off: the segment is given up",
                        active.number,
                        e);
            }
        }
        if (endIsTorn || isGivenUp || position >= settings.segmentBytes()) {
            beginSegment();
        }
    }

    private void beginSegment() throws IOException {
        if (!endIsTorn) {
            active.sync();
        }
        isGivenUp = true;
        // what an attempt that failed has left
        disk.delete(Segment.file(directory, active.number + 1));
        Segment next = Segment.open(disk, directory, active.number + 1);
        try {
            start(next, active);
            disk.syncDirectory(directory);
        } catch (IOException e) {
            next.close();
            throw e;
        }
        segments.put(next.number, next);
        active = next;
        position = next.end();
        isGivenUp = false;
        endIsTorn = false;
    }

    private static void start(Segment segment, @Nullable Segment before) throws IOException {
        byte[] end =
                new ByteWriter(10).varint(before == null ? 0 : before.end()).toBytes();
        var start = new Entry(Entry.Kind.START, "", before == null ? 0 : before.number, end);
        segment.append(RecordCodec.head(start, segment.number, 0), 0);
        segment.append(ByteBuffer.wrap(end), RecordCodec.HEAD_BYTES_MIN);
        segment.sync();
        segment.commit(RecordCodec.size(start));
    }

    /** Writes entries as one group and syncs once, if at all. Answers their positions. When it fails, nothing of it remains. */
    List<Position> append(List<Entry> entries, boolean sync) throws IOException {
        makeReady();
        List<Position> positions = new ArrayList<>(entries.size());
        long length = 0;
        for (Entry entry : entries) {
            length += RecordCodec.size(entry);
        }
        // until the commit: whatever is thrown, also an Error
        endIsTorn = true;
        try {
            buffer.clear();
            put(Entry.group(length));
            for (Entry entry : entries) {
                positions.add(put(entry));
            }
            flush();
            if (sync || settings.fsync()) {
                long begin = System.nanoTime();
                active.sync();
                syncTimes.add(System.nanoTime() - begin);
            }
            active.commit(position);
            writtenBytes.add(length);
            endIsTorn = false;
            return positions;
        } catch (IOException e) {
            tidyUp(e);
            throw e;
        }
    }

    /** Gets rid of what a failed write left, if possible at once. */
    private void tidyUp(IOException cause) {
        position = active.end();
        try {
            makeReady();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private Position put(Entry entry) throws IOException {
        var place = new Position(active.number, position + buffer.position(), RecordCodec.size(entry));
        put(RecordCodec.head(entry, place.segment(), place.offset()));
        put(ByteBuffer.wrap(entry.payload()));
        return place;
    }

    private void put(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (!buffer.hasRemaining()) {
                flush();
            }
            int count = Math.min(buffer.remaining(), bytes.remaining());
            buffer.put(bytes.slice(bytes.position(), count));
            bytes.position(bytes.position() + count);
        }
    }

    private void flush() throws IOException {
        buffer.flip();
        int count = buffer.remaining();
        active.append(buffer, position);
        position += count;
        buffer.clear();
    }

    /** Deletes a segment for good. Only the record that begins it says where the one before it ends, so that one is cut first. */
    void delete(int number) throws IOException {
        Segment segment = segments.get(number);
        if (segment == null) {
            return;
        }
        Map.Entry<Integer, Segment> before = segments.lowerEntry(number);
        if (before != null) {
            before.getValue().cut();
        }
        segments.remove(number);
        try {
            segment.delete();
            disk.syncDirectory(directory);
        } catch (IOException e) {
            segments.put(number, Segment.open(disk, directory, number));
            throw e;
        }
    }

    byte[] read(Position position) throws IOException {
        Segment segment = segments.get(position.segment());
        if (segment == null) {
            throw new NoSuchFileException("segment " + position.segment());
        }
        return segment.read(position.offset(), position.length());
    }

    StoreStatistics.Syncs syncs() {
        return syncTimes.counts();
    }

    long writtenBytes() {
        return writtenBytes.sum();
    }

    long diskBytes() {
        return segments.values().stream().mapToLong(Segment::end).sum();
    }

    @Override
    public void close() throws IOException {
        for (Segment segment : segments.values()) {
            segment.close();
        }
    }
}
