package warren.server.it;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A process whose lines can be waited for. Ends with its test: close() kills it, by its handle and with its children. */
final class Program implements AutoCloseable {
    /** How a program ended: exit status, what it printed, what it complained of. */
    record Outcome(int status, List<String> output, List<String> errors) {}

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Process process;
    private final List<String> output = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();
    private final Thread outputReader;
    private final Thread errorReader;

    private Program(Process process) {
        this.process = process;
        outputReader = collect(process.getInputStream(), output);
        errorReader = collect(process.getErrorStream(), errors);
    }

    static Program start(ProcessBuilder builder) {
        try {
            return new Program(builder.start());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Runs a program to its end, without input. */
    static Outcome run(ProcessBuilder builder, Duration limit) {
        try (Program program = start(builder)) {
            program.process.getOutputStream().close();
            return program.outcome(limit);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    Program awaitLine(String line) {
        return awaitLine(line::equals, line);
    }

    /** Waits until a line like this has been printed, now or earlier. */
    Program awaitLine(Predicate<String> wanted, String description) {
        await(output, outputReader, lines -> lines.stream().anyMatch(wanted), description);
        return this;
    }

    /** The same for standard error. */
    void awaitError(Predicate<String> wanted, String description) {
        await(errors, errorReader, lines -> lines.stream().anyMatch(wanted), description);
    }

    /** Waits until standard output has this many lines and returns all there are. */
    List<String> awaitLines(int count) {
        await(output, outputReader, lines -> lines.size() >= count, count + " lines");
        return output();
    }

    Optional<String> firstLine(Predicate<String> wanted, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        synchronized (output) {
            while (true) {
                Optional<String> found = output.stream().filter(wanted).findFirst();
                long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (found.isPresent() || leftMillis <= 0 || (!process.isAlive() && !outputReader.isAlive())) {
                    return found;
                }
                waitOn(output, Math.min(leftMillis, 200));
            }
        }
    }

    private void await(List<String> where, Thread reader, Predicate<List<String>> condition, String description) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        synchronized (where) {
            while (!condition.test(where)) {
                long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (leftMillis <= 0 || (!process.isAlive() && !reader.isAlive())) {
                    throw new AssertionError("no " + description + " in " + output() + ", errors " + errors());
                }
                waitOn(where, Math.min(leftMillis, 200));
            }
        }
    }

    /** The caller holds the list's lock. */
    private static void waitOn(List<String> where, long millis) {
        try {
            where.wait(millis);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    void type(String line) {
        try {
            OutputStream in = process.getOutputStream();
            in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            in.flush();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    List<String> output() {
        synchronized (output) {
            return List.copyOf(output);
        }
    }

    List<String> errors() {
        synchronized (errors) {
            return List.copyOf(errors);
        }
    }

    Outcome outcome(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("still running after " + limit + ": " + output() + errors());
            }
            // A child may have inherited the pipes and live on: what is there after this wait is what counts.
            outputReader.join(2000);
            errorReader.join(2000);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
        return new Outcome(process.exitValue(), output(), errors());
    }

    Outcome outcome() {
        return outcome(PATIENCE);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    long pid() {
        return process.pid();
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** SIGKILL, and waits until the process is gone. */
    void kill() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        kill();
    }

    private static Thread collect(InputStream from, List<String> to) {
        Thread thread = new Thread(
                () -> {
                    try (BufferedReader reader =
                            new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
                        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                            synchronized (to) {
                                to.add(line);
                                to.notifyAll();
                            }
                        }
                    } catch (IOException closed) {
                        // The process was killed while we read: what was read stays.
                    }
                },
                "output of a program");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
