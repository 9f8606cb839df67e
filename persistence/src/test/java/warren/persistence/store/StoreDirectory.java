package warren.persistence.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** What tests do with stores and their directories. */
final class StoreDirectory {
    static final int SEGMENT_BYTES = 64 << 10;
    static final StoreSettings SETTINGS = new StoreSettings(true, SEGMENT_BYTES);

    private StoreDirectory() {}

    static Store open(Path directory) {
        return Store.open(directory, SETTINGS);
    }

    static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture()
                .orTimeout(60, java.util.concurrent.TimeUnit.SECONDS)
                .join();
    }

    static Throwable failureOf(CompletionStage<?> stage) {
        try {
            await(stage);
            throw new AssertionError("it did not fail");
        } catch (CompletionException e) {
            return e.getCause();
        }
    }

    /** Payload that only this event has. */
    static byte[] payload(String id, long sequenceNr, int size) {
        byte[] bytes = new byte[size];
        new Random(id.hashCode() * 31L + sequenceNr).nextBytes(bytes);
        byte[] name = (id + "/" + sequenceNr).getBytes(StandardCharsets.UTF_8);
        System.arraycopy(name, 0, bytes, 0, Math.min(name.length, size));
        return bytes;
    }

    static LogRecord event(String id, long sequenceNr, int size) {
        return new LogRecord(id, sequenceNr, payload(id, sequenceNr, size));
    }

    static void append(Store store, String id, long from, long to, int size) {
        for (long sequenceNr = from; sequenceNr <= to; sequenceNr++) {
            await(store.append(List.of(event(id, sequenceNr, size))));
        }
    }

    static long[] range(long from, long to) {
        return java.util.stream.LongStream.rangeClosed(from, to).toArray();
    }

    /** The numbers of all events that an owner has; each must hold its own bytes. */
    static List<Long> numbers(Store store, String id) {
        List<Long> found = new ArrayList<>();
        store.replay(id, 1, Long.MAX_VALUE, Long.MAX_VALUE, record -> {
            byte[] expected = payload(id, record.sequenceNr(), record.payload().length);
            if (!Arrays.equals(expected, record.payload())) {
                throw new AssertionError("wrong bytes in " + id + " " + record.sequenceNr());
            }
            found.add(record.sequenceNr());
        });
        return found;
    }

    static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Files.createDirectories(to.resolve(from.relativize(directory)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file)));
                return FileVisitResult.CONTINUE;
            }
        });
    }

    static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    static TreeMap<Integer, Path> segments(Path store) throws IOException {
        TreeMap<Integer, Path> found = new TreeMap<>();
        try (var files = Files.list(store.resolve("segments"))) {
            files.forEach(file -> found.put(Segment.numberOf(file), file));
        }
        return found;
    }
}
