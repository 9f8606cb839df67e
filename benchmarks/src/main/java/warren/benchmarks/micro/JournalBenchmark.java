package warren.benchmarks.micro;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import warren.persistence.store.LogRecord;
import warren.persistence.store.Store;
import warren.persistence.store.StoreSettings;

/**
 * A batch of events on disk, and gone again: of each batch one is written, and the one before it is deleted. Writes into the folder named
 * by the system property {@code journal.directory}, or the machine's for temporary files, which may be memory.
 */
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class JournalBenchmark {
    /** Events of 1,000 bytes that are written together. */
    @Param({"1", "100"})
    public int batch;

    @Param({"true", "false"})
    public boolean fsync;

    private @Nullable Path directory;
    private @Nullable Store store;
    private long lastNumber;
    private CompletableFuture<Void> deleted = CompletableFuture.completedFuture(null);

    @Setup
    public void open() throws IOException {
        Path parent = Path.of(System.getProperty("journal.directory", System.getProperty("java.io.tmpdir")));
        directory = Files.createTempDirectory(parent, "warren-benchmark");
        store = Store.open(directory, new StoreSettings(fsync, 64 << 20));
        lastNumber = 0;
    }

    @TearDown
    public void close() throws IOException {
        Objects.requireNonNull(store).close();
        try (Stream<Path> files = Files.walk(Objects.requireNonNull(directory))) {
            files.sorted(Comparator.reverseOrder()).forEach(JournalBenchmark::delete);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Benchmark
    public void write() {
        Store journal = Objects.requireNonNull(store);
        long before = lastNumber;
        List<LogRecord> records = new ArrayList<>(batch);
        for (int i = 0; i < batch; i++) {
            records.add(new LogRecord("queue", ++lastNumber, new byte[1_000]));
        }
        journal.append(records).toCompletableFuture().join();
        if (before > 0) {
            // what was deleted last time is gone by now, or nearly so
            deleted.join();
            deleted = journal.deleteTo("queue", before).toCompletableFuture();
        }
    }
}
