package warren.benchmarks.broker;

import com.rabbitmq.client.ConnectionFactory;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A broker under load: one that runs already, or a Warren that is started for the measurement in a process of its own. */
final class MeasuredBroker implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("ready: amqp \\S+:(\\d+)");

    final String name;
    final ConnectionFactory factory = new ConnectionFactory();
    private final Optional<ProcessHandle> process;
    private final @Nullable Path directory;

    private MeasuredBroker(String name, Optional<ProcessHandle> process, @Nullable Path directory) {
        this.name = name;
        this.process = process;
        this.directory = directory;
    }

    /** {@code NAME=URI} or {@code NAME=URI#PID}: with the process id, the processor time is measured too. */
    static MeasuredBroker running(String text) throws URISyntaxException, GeneralSecurityException {
        String[] parts = text.split("[=#]", 3);
        if (parts.length < 2) {
            throw new IllegalArgumentException("a broker is NAME=URI or NAME=URI#PID, not " + text);
        }
        Optional<ProcessHandle> process =
                parts.length < 3 ? Optional.empty() : ProcessHandle.of(Long.parseLong(parts[2]));
        var broker = new MeasuredBroker(parts[0], process, null);
        broker.factory.setUri(parts[1]);
        return broker;
    }

    /** Starts Warren of this checkout and the example of a custom exchange, with its data in a folder that goes when it is closed. */
    static MeasuredBroker start(Path home, Path data) throws IOException {
        Files.createDirectories(data);
        Path directory = Files.createTempDirectory(data, "warren-benchmark");
        Path log = directory.resolve("log");
        Process started = new ProcessBuilder(
                        home.resolve("bin/warren").toString(),
                        "--data-dir",
                        directory.resolve("data").toString(),
                        "--amqp-port",
                        "0",
                        "--management-port",
                        "0",
                        "-Dwarren.extensions.directory="
                                + example(home, directory).toAbsolutePath())
                .redirectError(log.toFile())
                .start();
        var broker = new MeasuredBroker("warren", Optional.of(started.toHandle()), directory);
        BufferedReader output = started.inputReader(StandardCharsets.UTF_8);
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher ready = READY.matcher(line);
            if (ready.find()) {
                broker.factory.setPort(Integer.parseInt(ready.group(1)));
                return broker;
            }
        }
        throw new IOException("the broker did not start: " + Files.readString(log));
    }

    /** A directory of extensions with the example of a custom exchange in it. */
    private static Path example(Path home, Path directory) throws IOException {
        Path extensions = Files.createDirectory(directory.resolve("extensions"));
        Path built = home.resolve("examples/weighted-router/target");
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(built, "warren-example-weighted-router-*.jar")) {
            for (Path jar : jars) {
                Files.copy(jar, extensions.resolve(jar.getFileName()));
            }
        }
        return extensions;
    }

    /** Processor time so far, user and system; zero when its process is not known. */
    Duration processorTime() {
        return process.flatMap(handle -> handle.info().totalCpuDuration()).orElse(Duration.ZERO);
    }

    @Override
    public void close() throws IOException {
        if (directory == null) {
            return;
        }
        process.ifPresent(handle -> {
            handle.destroy();
            handle.onExit().join();
        });
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
