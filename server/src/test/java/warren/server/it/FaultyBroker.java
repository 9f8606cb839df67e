package warren.server.it;

import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import warren.server.faults.FaultAgent;
import warren.server.faults.FaultClock;
import warren.server.faults.FaultDice;

/** A broker's process whose actors and files fail when a test wants it, and what can be seen of that process from outside. */
final class FaultyBroker implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private final Path directory;
    private final WarrenProcess process;
    private final Map<String, Integer> faults = new TreeMap<>();

    /** With the queues of a {@link Load}. {@code directory}: a scratch one. */
    FaultyBroker(Path directory, long seed, String... options) throws Exception {
        this.directory = directory;
        Path jar = directory.resolve("faults.jar");
        FaultAgent.writeJar(jar);
        List<String> all = new ArrayList<>(List.of(
                "-Dwarren.persistence.segment-bytes=1MiB",
                "-Dwarren.queues.memory=2MiB",
                // many faults in a short time are wanted
                "-Dwarren.restarts.in-a-row-max=1000"));
        all.addAll(List.of(options));
        process = WarrenProcess.startWithJavaOptions(
                "-javaagent:" + jar + "=" + directory + "," + seed, all.toArray(String[]::new));
        try (Connection connection = broker().factory().newConnection()) {
            Load.declare(connection.createChannel());
        }
    }

    WarrenProcess process() {
        return process;
    }

    BrokerUnderTest broker() {
        return BrokerUnderTest.of(process);
    }

    /** Lets so many faults happen; {@code armed} as in {@link FaultDice#ARMED}. False when it took too long. */
    boolean cast(List<String> armed, int count) throws Exception {
        Files.deleteIfExists(directory.resolve(FaultDice.FAULTS));
        Files.write(directory.resolve(FaultDice.ARMED), armed);
        long deadline = System.nanoTime() + LIMIT.toNanos() + TimeUnit.SECONDS.toNanos(count);
        while (cast().size() < count && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        Files.delete(directory.resolve(FaultDice.ARMED));
        List<String> cast = cast();
        cast.forEach(fault -> faults.merge(fault, 1, Integer::sum));
        return cast.size() >= count;
    }

    private List<String> cast() throws IOException {
        Path file = directory.resolve(FaultDice.FAULTS);
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    /** From now on the broker's time of day is so far ahead of the system's, or behind it. */
    void setClock(Duration ahead) throws IOException {
        Path written = Files.writeString(directory.resolve("clock.new"), String.valueOf(ahead.toMillis()));
        Files.move(written, directory.resolve(FaultClock.CLOCK), StandardCopyOption.ATOMIC_MOVE);
    }

    /** How often which call has failed so far, and when and how. */
    Map<String, Integer> faults() {
        return faults;
    }

    /** How many faults there were so far in each class. */
    Map<String, Integer> faultsByClass() {
        Map<String, Integer> counts = new TreeMap<>();
        faults.forEach((fault, count) -> counts.merge(fault.substring(0, fault.indexOf('.')), count, Integer::sum));
        return counts;
    }

    /** How many objects of these classes live, after a collection. */
    Map<String, Integer> instances(List<String> classes) {
        return jcmd("GC.class_histogram").stream()
                .map(line -> line.trim().split("\\s+"))
                .filter(words -> words.length >= 4 && classes.contains(words[3]))
                .collect(Collectors.toMap(words -> words[3], words -> Integer.parseInt(words[1])));
    }

    private List<String> jcmd(String command) {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        return Program.run(new ProcessBuilder(jcmd.toString(), String.valueOf(process.pid()), command), LIMIT)
                .output();
    }

    @Override
    public void close() throws IOException {
        try {
            keep();
        } finally {
            process.close();
        }
    }

    private void keep() throws IOException {
        String keep = System.getProperty("crash.keep");
        if (keep != null) {
            Path directory = Files.createDirectories(Path.of(keep));
            Files.copy(
                    process.dataDirectory().resolve("log/warren.log"),
                    directory.resolve("faults-" + process.pid() + ".log"));
            Files.writeString(
                    directory.resolve("faults-" + process.pid() + ".txt"),
                    faults.toString().replace(", ", "\n"),
                    StandardCharsets.UTF_8);
        }
    }
}
