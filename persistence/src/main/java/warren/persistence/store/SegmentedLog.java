package warren.persistence.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/** The segment files: appends go to the newest, which is written by one thread; reads come from any. */
final class SegmentedLog implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 20;

    private final Path directory;
    private final StoreSettings settings;
    private final ConcurrentSkipListMap<Integer, Segment> segments = new ConcurrentSkipListMap<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private Segment active;
    private long position;

    private SegmentedLog(Path directory, StoreSettings settings, List<Segment> found, Segment active) {
        this.directory = directory;
        this.settings = settings;
        found.forEach(segment -> segments.put(segment.number, segment));
        this.active = active;
        this.position = active.end();
    }

    static SegmentedLog open(Path directory, StoreSettings settings) throws IOException {
        Files.createDirectories(directory);
        List<Segment> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".log"))
                    .sorted()
                    .toList()) {
                found.add(Segment.open(directory, Segment.numberOf(file)));
            }
        }
        if (found.isEmpty()) {
            found.add(Segment.open(directory, 1));
            syncDirectory(directory);
        }
        return new SegmentedLog(directory, settings, found, found.get(found.size() - 1));
    }

    Map<Integer, Segment> segments() {
        return new TreeMap<>(segments);
    }

    Segment active() {
        return active;
    }

    /** The log's end after a cut. */
    void continueAt(long offset) throws IOException {
        if (offset < active.end()) {
            active.cutAt(offset);
        }
        position = active.end();
    }

    /** Writes batches, each of them whole, and syncs once. Positions are in the order of the records. When it fails nothing remains. */
    List<Position> append(List<List<LogRecord>> batches) throws IOException {
        List<Position> positions = new ArrayList<>();
        try {
            buffer.clear();
            for (List<LogRecord> batch : batches) {
                for (int i = 0; i < batch.size(); i++) {
                    LogRecord record = batch.get(i);
                    int length = RecordCodec.size(record);
                    positions.add(new Position(active.number, position + buffer.position(), length));
                    put(RecordCodec.head(record, i < batch.size() - 1));
                    put(ByteBuffer.wrap(record.payload()));
                }
            }
            flush();
            if (settings.fsync()) {
                active.sync();
            }
            active.commit(position);
            return positions;
        } catch (IOException e) {
            position = active.end();
            giveUpTail(e);
            throw e;
        }
    }

    private void put(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            if (!buffer.hasRemaining()) {
                flush();
            }
            int count = Math.min(buffer.remaining(), bytes.remaining());
            ByteBuffer part = bytes.slice(bytes.position(), count);
            buffer.put(part);
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

    /** What a failed write left must never come back: it is cut off, or else its segment is written no more. */
    private void giveUpTail(IOException cause) {
        try {
            active.rollBack();
        } catch (IOException e) {
            cause.addSuppressed(e);
            try {
                beginSegment();
            } catch (IOException alsoFailed) {
                cause.addSuppressed(alsoFailed);
            }
        }
    }

    boolean isFull() {
        return position >= settings.segmentBytes();
    }

    /** From here on a new segment is written. */
    void beginSegment() throws IOException {
        active.sync();
        Segment next = Segment.open(directory, active.number + 1);
        syncDirectory(directory);
        segments.put(next.number, next);
        active = next;
        position = 0;
    }

    void delete(int number) throws IOException {
        Segment segment = segments.remove(number);
        if (segment != null) {
            segment.delete();
        }
    }

    byte[] read(Position position) throws IOException {
        Segment segment = segments.get(position.segment());
        if (segment == null) {
            throw new IOException("segment " + position.segment() + " is missing");
        }
        return segment.read(position.offset(), position.length());
    }

    long diskBytes() {
        return segments.values().stream().mapToLong(Segment::end).sum();
    }

    private static void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public void close() throws IOException {
        active.sync();
        for (Segment segment : segments.values()) {
            segment.close();
        }
    }
}
