package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.rabbitmq.client.Connection;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * kill -9 of a broker under load, again and again on the same data, and some of its successors die while they start. What was promised is
 * there, once and in order; what was settled stays away; a transaction has happened as a whole or not at all. {@code -Dcrash.rounds}:
 * kills, with fsync on and off together.
 */
@Timeout(21_600)
class KillUnderLoadIT {
    private static final int ROUNDS = Integer.getInteger("crash.rounds", 3);
    private static final long SEED = Long.getLong("crash.seed", 7);
    private static final int CONFIRMED_PER_ROUND = 1_000;
    private static final int ROUNDS_PER_EMPTYING = 4;
    private static final int ROUNDS_PER_REPORT = 5;

    private WarrenProcess process;

    @AfterEach
    void end() {
        if (process != null) {
            process.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"on", "off"})
    void whatWasPromisedIsThere(String fsync) throws Exception {
        assumeTrue(!BrokerUnderTest.isPeerGiven());
        process = WarrenProcess.startOnNewDirectory(
                "-Dwarren.persistence.fsync=" + fsync,
                "-Dwarren.persistence.segment-bytes=1MiB",
                "-Dwarren.queues.memory=2MiB");
        var random = new Random(SEED + fsync.hashCode());
        var ledger = new Ledger(false);
        var load = new Load(ledger);
        BrokerUnderTest broker = BrokerUnderTest.of(process);
        try (Connection connection = broker.factory().newConnection()) {
            Load.declare(connection.createChannel());
        }
        int rounds = fsync.equals("on") ? (ROUNDS + 1) / 2 : ROUNDS / 2;
        for (int round = 1; round <= rounds; round++) {
            load.start(broker);
            long enough = ledger.counted("confirmed") + CONFIRMED_PER_ROUND;
            Wire.await(CONFIRMED_PER_ROUND + " confirms", () -> ledger.counted("confirmed") >= enough);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(2_000)));
            assertThat(load.failures()).isEmpty();
            process.kill();
            load.stop();
            ledger.count("kills");
            if (random.nextInt(3) == 0) {
                killWhileStarting(random);
                ledger.count("kills of a start");
            }
            process.start();
            try (Connection connection = broker.factory().newConnection()) {
                load.audit(connection, true, round % ROUNDS_PER_EMPTYING == 0);
            }
            assertThat(ledger.complaints()).as("round %s", round).isEmpty();
            if (round == rounds || round % ROUNDS_PER_REPORT == 0) {
                System.out.println("kill -9 under load, fsync " + fsync + ", seed " + SEED + ": " + ledger.figures());
            }
        }
    }

    private void killWhileStarting(Random random) {
        try (Program start = Program.start(process.command("--amqp-port", String.valueOf(process.port())))) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300 + random.nextInt(2_000)));
            start.kill();
        }
    }
}
