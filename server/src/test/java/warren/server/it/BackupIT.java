package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** warrenctl backup: another broker starts on what it wrote. */
@Timeout(180)
class BackupIT {
    private static final int LARGE = 40;

    @TempDir
    Path directory;

    private WarrenProcess process;

    @BeforeEach
    void start() {
        assumeTrue(!BrokerUnderTest.isPeerGiven());
        process = WarrenProcess.startOnNewDirectory("-Dwarren.persistence.segment-bytes=1MiB");
    }

    @AfterEach
    void end() {
        if (process != null) {
            process.close();
        }
    }

    @Test
    void holdsWhatWasConfirmedBefore_andNothingOfWhatCameAfterIt() throws Exception {
        Path copy = directory.resolve("copy");
        try (Connection connection = BrokerUnderTest.of(process).factory().newConnection()) {
            Channel channel = connection.createChannel();
            channel.confirmSelect();
            for (String queue : List.of("large", "busy", "emptied")) {
                channel.queueDeclare(queue, true, false, false, null);
            }
            for (int i = 0; i < LARGE; i++) {
                channel.basicPublish("", "large", Wire.PERSISTENT, Wire.body(100_000 + i));
            }
            channel.basicPublish("", "emptied", Wire.PERSISTENT, Wire.bytes("still there"));
            channel.waitForConfirmsOrDie(20_000);

            var confirmed = new AtomicInteger();
            var isOver = new AtomicBoolean();
            CompletableFuture<Void> publisher =
                    CompletableFuture.runAsync(() -> publish(connection, confirmed, isOver));
            Wire.await("ten confirms", () -> confirmed.get() >= 10);
            int before = confirmed.get();
            Program.Outcome backup = process.ctl("backup", copy.toString());
            isOver.set(true);
            publisher.get();
            assertThat(backup.status()).as("%s", backup).isZero();
            channel.queuePurge("emptied");
            channel.queueDelete("large");

            try (WarrenProcess other = WarrenProcess.startOn(copy);
                    Connection toOther = BrokerUnderTest.of(other).factory().newConnection()) {
                Channel there = toOther.createChannel();
                assertThat(there.queueDeclarePassive("large").getMessageCount()).isEqualTo(LARGE);
                for (int i = 0; i < LARGE; i++) {
                    assertThat(there.basicGet("large", true).getBody()).isEqualTo(Wire.body(100_000 + i));
                }
                assertThat(Wire.drain(there, "emptied")).containsExactly("still there");
                List<String> busy = Wire.drain(there, "busy");
                assertThat(busy).hasSizeGreaterThanOrEqualTo(before).isEqualTo(numbers(busy.size()));
            }
            assertThat(Wire.drain(channel, "busy")).isEqualTo(numbers(confirmed.get()));
        }
    }

    @Test
    void aDirectoryThatIsNotEmptyIsRefused() {
        Program.Outcome backup = process.ctl("backup", process.dataDirectory().toString());
        assertThat(backup.status()).isEqualTo(69);
        assertThat(backup.errors()).contains("directory " + process.dataDirectory() + " is not empty");
    }

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(String::valueOf).toList();
    }

    private static void publish(Connection connection, AtomicInteger confirmed, AtomicBoolean isOver) {
        try {
            Channel channel = connection.createChannel();
            channel.confirmSelect();
            while (!isOver.get()) {
                channel.basicPublish("", "busy", Wire.PERSISTENT, Wire.bytes(String.valueOf(confirmed.get())));
                channel.waitForConfirmsOrDie(20_000);
                confirmed.incrementAndGet();
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
