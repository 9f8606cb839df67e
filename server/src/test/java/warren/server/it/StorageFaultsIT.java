package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    private FaultyBroker faulty;
    private WarrenProcess process;
    private final Ledger ledger = new Ledger(true);
    private final Load load = new Load(ledger);

    @AfterEach
    void end() throws IOException {
        if (faulty != null) {
            faulty.close();
        }
    }

    @Test
    void noPromiseIsBroken_andNoActorIsLeftOver() throws Exception {
        start();
        for (int round = 1; round <= ROUNDS; round++) {
            // some actors begin with the first use
            load.start(faulty.broker());
            load.awaitProgress(faulty.faults());
            load.stop();
            audit(false, round);
            Map<String, Integer> before = faulty.instances(COUNTED);

            load.start(faulty.broker());
            load.awaitProgress(faulty.faults());
            assertThat(faulty.cast(ACTORS, FAULTS_PER_ROUND))
                    .as("%s", faulty.faults())
                    .isTrue();
            load.awaitProgress(faulty.faults());
            load.stop();
            assertThat(load.failures()).isEmpty();
            audit(false, round);
            awaitInstances(before);

            load.start(faulty.broker());
            load.awaitProgress(faulty.faults());
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
            load.start(faulty.broker());
            load.awaitProgress(faulty.faults());
            assertThat(faulty.cast(List.of(name), 1)).isTrue();
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
        faulty = new FaultyBroker(directory, SEED);
        process = faulty.process();
        audit(false, 1);
    }

    private void audit(boolean isCrash, int round) throws Exception {
        try (Connection connection = faulty.broker().factory().newConnection()) {
            load.audit(connection, isCrash, isCrash && round % 2 == 0);
        }
        assertThat(ledger.complaints())
                .as("round %s, %s", round, faulty.faults())
                .isEmpty();
        assertThat(ledger.torn()).as("torn transactions, %s", faulty.faults()).isZero();
    }

    private void awaitInstances(Map<String, Integer> wanted) {
        Load.awaitQuietly(() -> areNoMore(faulty.instances(COUNTED), wanted));
        assertThat(areNoMore(faulty.instances(COUNTED), wanted))
                .as("actors: %s, before: %s", faulty.instances(COUNTED), wanted)
                .isTrue();
    }

    /** Of the actors of all kinds a few may be new, such as those that are made when they are first asked for. */
    private static boolean areNoMore(Map<String, Integer> now, Map<String, Integer> before) {
        return COUNTED.stream().allMatch(name -> {
            int few = name.endsWith(".ActorCell") ? Math.max(5, FAULTS_PER_ROUND / 4) : 0;
            return now.getOrDefault(name, 0) <= before.getOrDefault(name, 0) + few;
        });
    }

    private void report(String what) {
        System.out.println("faults, " + what + ", seed " + SEED + ": " + faulty.faults() + " " + ledger.figures());
    }
}
