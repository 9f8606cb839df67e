package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import warren.server.faults.FaultAgent;
import warren.server.faults.FaultDice;

/**
 * The actors of the storage path, and the disk below them, fail at random calls while clients publish, consume and move messages in
 * transactions: no promise is broken, everybody is served again, and no actor is left over. {@code -Dcrash.fault-rounds}: how often a
 * broker is made to fail so; each time ends with a kill.
 */
@Timeout(21_600)
class StorageFaultsIT {
    private static final int ROUNDS = Integer.getInteger("crash.fault-rounds", 1);
    private static final long SEED = Long.getLong("crash.seed", 7);
    private static final int FAULTS_PER_ROUND = Integer.getInteger("crash.faults-per-round", 8);

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final List<String> ACTORS = List.of(
            "QueueActor", "QueueLog", "DeadLetterActor", "LogJournal", "IndexSnapshotStore", "FileDisk$ChannelFile");
    private static final List<String> COUNTED = List.of(
            "warren.actors.queue.QueueActor",
            "warren.actors.queue.QueueLog",
            "warren.actors.vhost.DeadLetterActor",
            "warren.actors.channel.ChannelActor",
            "warren.actors.connection.ConnectionActor",
            "org.apache.pekko.actor.ActorCell");

    @TempDir
    Path directory;

    private WarrenProcess process;
    private final Ledger ledger = new Ledger(true);
    private final Load load = new Load(ledger);
    private final Map<String, Integer> faults = new TreeMap<>();

    @AfterEach
    void end() throws IOException {
        if (process != null) {
            keepLog();
            process.close();
        }
    }

    private void keepLog() throws IOException {
        String keep = System.getProperty("crash.keep");
        if (keep != null) {
            Path target = Path.of(keep, "storage-faults-" + process.pid() + ".log");
            Files.copy(process.dataDirectory().resolve("log/warren.log"), target);
        }
    }

    @Test
    void noPromiseIsBroken_andNoActorIsLeftOver() throws Exception {
        start();
        for (int round = 1; round <= ROUNDS; round++) {
            // some actors begin with the first use
            load.start(BrokerUnderTest.of(process));
            awaitProgress();
            load.stop();
            audit(false, round);
            Map<String, Integer> before = instances();

            load.start(BrokerUnderTest.of(process));
            awaitProgress();
            assertThat(cast(ACTORS, FAULTS_PER_ROUND)).as("%s", faults).isTrue();
            awaitProgress();
            load.stop();
            assertThat(load.failures()).isEmpty();
            audit(false, round);
            awaitInstances(before);

            load.start(BrokerUnderTest.of(process));
            awaitProgress();
            process.kill();
            load.stop();
            process.start();
            audit(true, round);
        }
        report("actors of the storage path");
    }

    /** A virtual host cannot go on without its definitions, and nobody without a store, so the process ends. */
    @ParameterizedTest
    @ValueSource(strings = {"DefinitionsLog", "StoreWriter"})
    void theEndOfADefinitionsLogOrTheStoresWriterIsACrash(String name) throws Exception {
        start();
        for (int round = 1; round <= ROUNDS; round++) {
            load.start(BrokerUnderTest.of(process));
            awaitProgress();
            assertThat(cast(List.of(name), 1)).isTrue();
            Load.awaitQuietly(() -> !process.isAlive());
            assertThat(process.isAlive()).as("the broker lives").isFalse();
            load.stop();
            process.start();
            audit(true, round);
        }
        report(name);
    }

    private void start() throws Exception {
        assumeTrue(!BrokerUnderTest.isPeerGiven());
        Path jar = directory.resolve("faults.jar");
        FaultAgent.writeJar(jar);
        process = WarrenProcess.startWithJavaOptions(
                "-javaagent:" + jar + "=" + directory + "," + SEED,
                "-Dwarren.persistence.segment-bytes=1MiB",
                "-Dwarren.queues.memory=2MiB",
                // many faults in a short time are wanted
                "-Dwarren.restarts.in-a-row-max=1000");
        try (Connection connection = BrokerUnderTest.of(process).factory().newConnection()) {
            Load.declare(connection.createChannel());
            load.audit(connection, false, false);
        }
    }

    /** True when there have been so many faults. */
    private boolean cast(List<String> classes, int count) throws Exception {
        Files.deleteIfExists(directory.resolve(FaultDice.FAULTS));
        Files.write(directory.resolve(FaultDice.ARMED), classes);
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (cast().size() < count && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        Files.delete(directory.resolve(FaultDice.ARMED));
        List<String> cast = cast();
        cast.forEach(fault -> faults.merge(fault, 1, Integer::sum));
        return cast.size() >= count;
    }

    private List<String> cast() throws Exception {
        Path file = directory.resolve(FaultDice.FAULTS);
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    /** Each kind of client goes on. */
    private void awaitProgress() throws Exception {
        for (String what : List.of("confirmed", "acked for sure", "committed", "declared")) {
            long enough = ledger.counted(what) + 20;
            Load.awaitQuietly(() -> ledger.counted(what) >= enough);
            assertThat(ledger.counted(what))
                    .as("%s, %s, %s, %s", what, load.failures(), load.whereabouts(), faults)
                    .isGreaterThanOrEqualTo(enough);
        }
    }

    private void audit(boolean isCrash, int round) throws Exception {
        try (Connection connection = BrokerUnderTest.of(process).factory().newConnection()) {
            load.audit(connection, isCrash, isCrash && round % 2 == 0);
        }
        assertThat(ledger.complaints()).as("round %s, %s", round, faults).isEmpty();
    }

    private void awaitInstances(Map<String, Integer> wanted) {
        Load.awaitQuietly(() -> areNoMore(instances(), wanted));
        assertThat(areNoMore(instances(), wanted))
                .as("actors: %s, before: %s", instances(), wanted)
                .isTrue();
    }

    /** Of the actors of all kinds a few may be new, such as those that are made when they are first asked for. */
    private static boolean areNoMore(Map<String, Integer> now, Map<String, Integer> before) {
        return COUNTED.stream().allMatch(name -> {
            int few = name.endsWith(".ActorCell") ? Math.max(5, FAULTS_PER_ROUND / 4) : 0;
            return now.getOrDefault(name, 0) <= before.getOrDefault(name, 0) + few;
        });
    }

    /** How many objects of these classes live, after a collection. */
    private Map<String, Integer> instances() {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        var command = new ProcessBuilder(jcmd.toString(), String.valueOf(process.pid()), "GC.class_histogram");
        return Program.run(command, LIMIT).output().stream()
                .map(line -> line.trim().split("\\s+"))
                .filter(words -> words.length >= 4 && COUNTED.contains(words[3]))
                .collect(Collectors.toMap(words -> words[3], words -> Integer.parseInt(words[1])));
    }

    private void report(String what) {
        System.out.println("faults, " + what + ", seed " + SEED + ": " + faults + " " + ledger.figures());
    }
}
