package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A forked bin/warren with a data directory and a port that stay its own over restarts. */
final class WarrenProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(120);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    private final Path dataDirectory;
    private final int port;
    private final List<String> options;
    private final String javaOptions;
    private Program program;

    private WarrenProcess(Path dataDirectory, int port, String javaOptions, String... options) {
        this.dataDirectory = dataDirectory;
        this.port = port;
        this.javaOptions = javaOptions;
        this.options = List.of(options);
        program = launch();
    }

    /** With further options of bin/warren, which stay over restarts. */
    static WarrenProcess startOnNewDirectory(String... options) {
        return startWithJavaOptions("", options);
    }

    /** The same, with options for the JVM, divided by blanks. */
    static WarrenProcess startWithJavaOptions(String javaOptions, String... options) {
        try {
            return new WarrenProcess(Files.createTempDirectory("warren-it-"), freePort(), javaOptions, options);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** On a directory of the caller's. */
    static WarrenProcess startOn(Path dataDirectory) {
        return new WarrenProcess(dataDirectory, freePort(), "");
    }

    int port() {
        return port;
    }

    Path dataDirectory() {
        return dataDirectory;
    }

    long pid() {
        return program.pid();
    }

    boolean isAlive() {
        return program.isAlive();
    }

    /** Waits until this has been logged since the last start. */
    void awaitLogged(String text) {
        program.awaitError(line -> line.contains(text), "log line '" + text + "'");
    }

    void start() {
        program = launch();
    }

    /** SIGTERM; a broker that was asked to stop ends with status 0. */
    void stop() {
        program.terminate();
        assertThat(program.outcome(STOP_LIMIT).status()).as("exit status").isZero();
    }

    /** SIGKILL, as a crash. */
    void kill() {
        program.kill();
    }

    private Program launch() {
        Program started = Program.start(command("--amqp-port", String.valueOf(port)));
        started.firstLine(line -> line.matches("Warren \\S+ ready: amqp \\S+:" + port + "\\b.*"), START_LIMIT)
                .orElseThrow(() -> {
                    String said = started.output() + " " + started.errors();
                    started.kill();
                    return new AssertionError("bin/warren did not get ready: " + said);
                });
        return started;
    }

    /** bin/warren on this directory, with other arguments. */
    ProcessBuilder command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                home().resolve("bin/warren").toString(),
                "--data-dir",
                dataDirectory.toString(),
                "--management-port",
                "0"));
        command.addAll(options);
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command);
        if (!javaOptions.isEmpty()) {
            builder.environment().put("WARREN_JAVA_OPTS", javaOptions);
        }
        return builder;
    }

    /** Runs bin/warrenctl against this broker. */
    Program.Outcome ctl(String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(home().resolve("bin/warrenctl").toString(), "--data-dir", dataDirectory.toString()));
        command.addAll(List.of(arguments));
        return Program.run(new ProcessBuilder(command), Duration.ofSeconds(60));
    }

    @Override
    public void close() {
        program.kill();
        try (Stream<Path> files = Files.walk(dataDirectory)) {
            files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The checkout: the nearest folder upwards with Maven's own, or what -Dwarren.home says. */
    static Path home() {
        String given = System.getProperty("warren.home");
        if (given != null) {
            return Path.of(given);
        }
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.isDirectory(folder.resolve(".mvn"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new IllegalStateException(
                    "not inside a checkout of Warren: " + Path.of("").toAbsolutePath());
        }
        return folder;
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
