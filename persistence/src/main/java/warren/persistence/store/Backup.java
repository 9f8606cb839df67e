package warren.persistence.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/*
 * Segments grow at their ends and are deleted as a whole. So a moment of the log is its files and their ends: links hold the files, and
 * the copying may take its time while the log goes on.
 */
/** A copy of the log as it was at one moment, without the index, which the next start builds from the log. */
final class Backup {
    private final Path directory;
    private final Path held;
    private final Map<Integer, Long> ends = new TreeMap<>();

    Backup(Path dataDirectory) {
        directory = dataDirectory;
        held = dataDirectory.resolve(".backup");
    }

    /** The moment. On the writer's thread; costs a sync and a link for each segment. */
    void hold(SegmentedLog log) throws IOException {
        release();
        Files.createDirectory(held);
        log.active().sync();
        for (Segment segment : log.segments().values()) {
            Files.createLink(
                    Segment.file(held, segment.number), Segment.file(directory.resolve("segments"), segment.number));
            ends.put(segment.number, segment.end());
        }
    }

    /** Refuses a directory in which something is. */
    static void requireEmpty(Path target) throws IOException {
        if (!Files.exists(target)) {
            return;
        }
        if (!Files.isDirectory(target)) {
            throw new StoreException(target + " is not a directory");
        }
        try (Stream<Path> files = Files.list(target)) {
            if (files.findAny().isPresent()) {
                throw new StoreException("directory " + target + " is not empty");
            }
        }
    }

    /** Takes its time. What was made of a copy that fails is deleted. */
    void copyTo(Path target) throws IOException {
        Path segments = target.resolve("segments");
        try {
            Files.createDirectories(segments);
            int active = java.util.Collections.max(ends.keySet());
            for (Map.Entry<Integer, Long> end : ends.entrySet()) {
                Path from = Segment.file(held, end.getKey());
                Path to = Segment.file(segments, end.getKey());
                boolean isFinal = end.getKey() != active && Files.size(from) == end.getValue();
                if (!isFinal || !link(from, to)) {
                    copy(from, to, end.getValue());
                }
                sync(to);
            }
            Files.copy(directory.resolve("format"), target.resolve("format"));
            sync(target.resolve("format"));
            sync(segments);
            sync(target);
        } catch (IOException | RuntimeException e) {
            delete(segments);
            throw e;
        }
    }

    /** False when the target is on another file system. */
    private static boolean link(Path from, Path to) throws IOException {
        try {
            Files.createLink(to, from);
            return true;
        } catch (FileSystemException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static void copy(Path from, Path to, long end) throws IOException {
        try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ);
                FileChannel out = FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            long at = 0;
            while (at < end) {
                long count = in.transferTo(at, end - at, out);
                if (count == 0) {
                    throw new IOException(from + " ends at " + at + " and not at " + end);
                }
                at += count;
            }
        }
    }

    private static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** Gives the held segments up, those of a former process too. */
    void release() throws IOException {
        delete(held);
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (Stream<Path> files = Files.walk(directory)) {
            List<Path> all = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : all) {
                Files.delete(file);
            }
        }
    }
}
