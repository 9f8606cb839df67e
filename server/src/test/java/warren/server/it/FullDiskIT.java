package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A broker on a file system of 100 MB that somebody else fills. Skipped for those who may not mount one. {@code -Dcrash.full-disk-rounds}:
 * how often that happens under load, each time before a kill.
 */
@Timeout(3_600)
class FullDiskIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int ROUNDS = Integer.getInteger("crash.full-disk-rounds", 2);

    @TempDir
    Path directory;

    private WarrenProcess process;
    private boolean isMounted;

    @BeforeEach
    void mount() {
        assumeTrue(!BrokerUnderTest.isPeerGiven());
        assumeTrue(Files.isExecutable(Path.of("/bin/mount")), "no mount");
        isMounted = run("/bin/mount", "-t", "tmpfs", "-o", "size=100m", "tmpfs", directory.toString()) == 0;
        assumeTrue(isMounted, "may not mount a file system");
        process = WarrenProcess.startOn(directory.resolve("data"));
    }

    @AfterEach
    void unmount() {
        if (isMounted) {
            if (process != null) {
                process.close();
            }
            assertThat(run("/bin/umount", directory.toString())).isZero();
        }
    }

    private static int run(String... command) {
        return Program.run(new ProcessBuilder(List.of(command)), LIMIT).status();
    }

    @Test
    void holdsPublishersWhileItIsFull_servesWhatItHas_andGoesOnByItself() throws Exception {
        BlockingQueue<String> events = new LinkedBlockingQueue<>();
        try (Connection connection = BrokerUnderTest.of(process).factory().newConnection();
                Connection other = BrokerUnderTest.of(process).factory().newConnection()) {
            connection.addBlockedListener(events::add, () -> events.add("unblocked"));
            Channel channel = connection.createChannel();
            channel.queueDeclare("q", true, false, false, null);
            channel.queueDeclare("empty", true, false, false, null);
            channel.confirmSelect();
            channel.basicPublish("", "q", Wire.PERSISTENT, Wire.bytes("before"));
            channel.waitForConfirmsOrDie(20_000);

            Path ballast = directory.resolve("ballast");
            fill(ballast);
            process.awaitLogged("disk resource limit alarm set on node");
            channel.basicPublish("", "empty", Wire.PERSISTENT, Wire.bytes("first"));
            for (int i = 0; i < 20; i++) {
                channel.basicPublish("", "q", Wire.PERSISTENT, new byte[100_000]);
            }
            assertThat(events.poll(20, TimeUnit.SECONDS)).isEqualTo("low on disk");
            Channel consuming = other.createChannel();
            assertThat(Wire.text(consuming.basicGet("q", false))).isEqualTo("before");
            assertThat(process.isAlive()).isTrue();

            Files.delete(ballast);
            assertThat(events.poll(20, TimeUnit.SECONDS)).isEqualTo("unblocked");
            assertThat(channel.waitForConfirms(60_000)).isTrue();
            process.awaitLogged("disk resource limit alarm cleared on node");
        }
        process.kill();
        process.start();
        try (Connection connection = BrokerUnderTest.of(process).factory().newConnection()) {
            Channel channel = connection.createChannel();
            assertThat(Wire.drain(channel, "empty")).containsExactly("first");
            assertThat(channel.messageCount("q")).isEqualTo(21);
        }
    }

    /** What came in before anybody saw that the disk is full is lost as little as what comes after. */
    @Test
    void losesNothingOfWhatIsUnderWayWhenItFills() throws Exception {
        int count = 400;
        try (Connection connection = BrokerUnderTest.of(process).factory().newConnection()) {
            Channel channel = connection.createChannel();
            channel.queueDeclare("q", true, false, false, null);
            channel.confirmSelect();
            Path ballast = directory.resolve("ballast");
            Thread filling = new Thread(() -> fillUnchecked(ballast));
            filling.start();
            for (int i = 0; i < count; i++) {
                channel.basicPublish("", "q", Wire.PERSISTENT, new byte[20_000]);
            }
            filling.join();
            process.awaitLogged("disk resource limit alarm set on node");
            Files.delete(ballast);
            assertThat(channel.waitForConfirms(60_000)).isTrue();
            assertThat(channel.messageCount("q")).isEqualTo(count);
        }
    }

    private static void fillUnchecked(Path file) {
        try {
            fill(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Test
    void keepsItsPromisesUnderLoad_whenTheDiskIsFullAndThenTheProcessDies() throws Exception {
        var ledger = new Ledger(false);
        var load = new Load(ledger);
        BrokerUnderTest broker = BrokerUnderTest.of(process);
        try (Connection connection = broker.factory().newConnection()) {
            Load.declare(connection.createChannel());
        }
        Path ballast = directory.resolve("ballast");
        for (int round = 1; round <= ROUNDS; round++) {
            load.start(broker);
            awaitConfirms(ledger);
            fill(ballast);
            process.awaitLogged("disk resource limit alarm set on node");
            if (round % 2 == 1) {
                Files.delete(ballast);
                awaitConfirms(ledger);
            }
            assertThat(load.failures()).isEmpty();
            process.kill();
            load.stop();
            Files.deleteIfExists(ballast);
            process.start();
            try (Connection connection = broker.factory().newConnection()) {
                load.audit(connection, true, true);
            }
            assertThat(ledger.complaints()).as("round %s", round).isEmpty();
        }
        System.out.println("full disk under load: " + ROUNDS + " rounds, " + ledger.figures());
    }

    private static void awaitConfirms(Ledger ledger) throws Exception {
        long enough = ledger.counted("confirmed") + 500;
        Wire.await("500 confirms", () -> ledger.counted("confirmed") >= enough);
    }

    /** To the last byte. */
    private static void fill(Path file) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            byte[] block = new byte[1 << 12];
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }
}
