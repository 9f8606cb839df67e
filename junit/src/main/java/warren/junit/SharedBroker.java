package warren.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import warren.server.StartException;
import warren.server.Warren;

/** The broker of all tests with the same settings, and its temporary directory. */
final class SharedBroker implements AutoCloseable {
    final Warren warren;
    private final Path directory;
    private final AtomicInteger virtualHosts = new AtomicInteger();

    private SharedBroker(Warren warren, Path directory) {
        this.warren = warren;
        this.directory = directory;
    }

    static SharedBroker start(Map<String, Object> settings) {
        try {
            Path directory = Files.createTempDirectory("warren-junit-");
            Map<String, Object> all = new HashMap<>(Map.of(
                    "warren.amqp.host",
                    "127.0.0.1",
                    "warren.amqp.port",
                    0,
                    "warren.management.port",
                    0,
                    "warren.persistence.directory",
                    directory.toString(),
                    // a test's data need not outlive the power
                    "warren.persistence.fsync",
                    false));
            all.putAll(settings);
            return new SharedBroker(Warren.start(all), directory);
        } catch (StartException | IOException reason) {
            throw new ParameterResolutionException("the broker does not start: " + reason.getMessage(), reason);
        }
    }

    String newVirtualHost() {
        String name = "test-" + virtualHosts.incrementAndGet();
        warren.addVirtualHost(name);
        return name;
    }

    @Override
    public void close() {
        warren.close();
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
