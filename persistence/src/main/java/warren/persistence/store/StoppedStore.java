package warren.persistence.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A store that no broker has, opened to be looked at. It is locked, and nothing else in its directory changes: the index is built anew
 * from the log, in a directory for temporary files.
 */
public final class StoppedStore implements AutoCloseable {
    private final Path directory;
    private final StoreLock lock;
    private final SegmentedLog log;
    private final Index index;
    private final Path scratch;
    private final long unfinishedBytes;

    /**
     * The log as a whole.
     *
     * @param unfinishedBytes what a write left that did not come to its end; the next start cuts it off
     */
    public record Totals(
            int segments, long records, long events, long bytes, long unfinishedBytes, List<DamagedPlace> damaged) {}

    private StoppedStore(
            Path directory, StoreLock lock, SegmentedLog log, Index index, Path scratch, long unfinishedBytes) {
        this.directory = directory;
        this.lock = lock;
        this.log = log;
        this.index = index;
        this.scratch = scratch;
        this.unfinishedBytes = unfinishedBytes;
    }

    /** {@link StoreException} when a process has it, or when it is none. */
    public static StoppedStore open(Path directory) {
        if (!Files.isRegularFile(directory.resolve("format")) || !Files.isDirectory(directory.resolve("segments"))) {
            throw new StoreException("there is no store in " + directory);
        }
        try {
            StoreLock lock = StoreLock.acquire(directory);
            try {
                StoreLock.checkFormat(directory);
                return open(directory, lock);
            } catch (IOException | RuntimeException | Error e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new StoreException("the store in " + directory + " cannot be opened: " + e.getMessage(), e);
        }
    }

    private static StoppedStore open(Path directory, StoreLock lock) throws IOException {
        SegmentedLog log =
                SegmentedLog.open(new ReadOnlyDisk(), directory.resolve("segments"), new StoreSettings(true, 1 << 20));
        Path scratch = Files.createTempDirectory("warren-store-");
        Index index = null;
        try {
            index = Index.open(scratch.resolve("index"), () -> {});
            long unfinishedBytes = new Recovery(log, index).readAll();
            return new StoppedStore(directory, lock, log, index, scratch, unfinishedBytes);
        } catch (IOException | RuntimeException | Error e) {
            if (index != null) {
                index.close();
            }
            log.close();
            delete(scratch);
            throw e;
        }
    }

    /** What can be read of it. */
    public StoredRecords records() {
        return new StoredRecords(log, index);
    }

    /** Reads every record. */
    public Totals scan(Progress progress) {
        var visitor = new Counting();
        long done = 0;
        try {
            for (Segment segment : log.segments().values()) {
                var scanner = new SegmentScanner(segment);
                long end = scanner.scan(0, Long.MAX_VALUE, visitor.in(segment));
                if (end < segment.end()) {
                    visitor.lost(end, segment.end());
                }
                done += segment.end();
                progress.at("reading the log", done, log.diskBytes());
            }
        } catch (IOException e) {
            throw new StoreException("the log cannot be read: " + e.getMessage(), e);
        }
        return new Totals(
                log.segments().size(),
                visitor.records,
                visitor.events,
                log.diskBytes(),
                unfinishedBytes,
                visitor.damaged);
    }

    private final class Counting implements SegmentScanner.Visitor {
        private final List<DamagedPlace> damaged = new ArrayList<>();
        private long records;
        private long events;
        private int segment;

        Counting in(Segment next) {
            segment = next.number;
            return this;
        }

        @Override
        public void found(SegmentScanner.Found found) {
            Entry entry = found.entry();
            Position position = found.position();
            records++;
            if (entry.kind() == Entry.Kind.EVENT) {
                events++;
            }
            if (!found.isIntact()) {
                damaged.add(new DamagedPlace(
                        segment, position.offset(), position.length(), entry.id(), isNeeded(entry, position)));
            }
        }

        private boolean isNeeded(Entry entry, Position position) {
            return switch (entry.kind()) {
                case EVENT ->
                    index.find(entry.id(), entry.number())
                            .filter(position::equals)
                            .isPresent();
                case SNAPSHOT ->
                    index.snapshot(entry.id())
                            .map(Index.Snapshot::position)
                            .filter(position::equals)
                            .isPresent();
                default -> false;
            };
        }

        @Override
        public void lost(long from, long to) {
            damaged.add(new DamagedPlace(segment, from, to - from, "", false));
        }
    }

    /** Copies the log to another directory on the same file system: what is never written again costs no room there. */
    public void copyTo(Path target) {
        try {
            Files.createDirectories(target.resolve("segments"));
            for (Segment segment : log.segments().values()) {
                Path from = Segment.file(directory.resolve("segments"), segment.number);
                Path to = Segment.file(target.resolve("segments"), segment.number);
                if (segment == log.active() || !link(from, to)) {
                    Files.copy(from, to);
                }
            }
            Files.copy(directory.resolve("format"), target.resolve("format"));
        } catch (IOException e) {
            throw new StoreException("the log cannot be copied to " + target + ": " + e.getMessage(), e);
        }
    }

    /** False on a file system that has no links. */
    private static boolean link(Path from, Path to) throws IOException {
        try {
            Files.createLink(to, from);
            return true;
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (FileSystemException | UnsupportedOperationException e) {
            return false;
        }
    }

    @Override
    public void close() {
        try (lock;
                log) {
            index.close();
            delete(scratch);
        } catch (IOException e) {
            throw new StoreException("the store did not close well", e);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
