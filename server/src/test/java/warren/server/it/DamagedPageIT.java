package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.rabbitmq.client.Channel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A bit of a long queue flips on disk while the broker runs, in a part that is not in memory. */
@Timeout(180)
class DamagedPageIT {
    private static final int MESSAGES = 10_000;
    private static final int DAMAGED = 8_000;
    private static final int BODY_BYTES = 1_000;

    private WarrenProcess process;

    @BeforeEach
    void start() {
        assumeTrue(!BrokerUnderTest.isPeerGiven());
        process = WarrenProcess.startOnNewDirectory("-Dwarren.queues.memory=1MiB");
    }

    @AfterEach
    void end() {
        if (process != null) {
            process.close();
        }
    }

    @Test
    void theQueueIsDownWhenItGetsThere_andOthersServe() throws Exception {
        try (var connection = BrokerUnderTest.of(process).factory().newConnection()) {
            Channel channel = connection.createChannel();
            channel.queueDeclare("long", true, false, false, null);
            channel.queueDeclare("other", true, false, false, null);
            channel.confirmSelect();
            channel.basicPublish("", "other", Wire.PERSISTENT, Wire.bytes("one"));
            for (int i = 0; i < MESSAGES; i++) {
                channel.basicPublish("", "long", Wire.PERSISTENT, body(i));
            }
            channel.waitForConfirmsOrDie(60_000);
            StoredBytes.damage(process.dataDirectory(), text(DAMAGED));

            var received = new AtomicInteger();
            var cancelled = new CountDownLatch(1);
            Channel consuming = connection.createChannel();
            consuming.basicQos(500);
            consuming.basicConsume(
                    "long",
                    false,
                    (tag, message) -> {
                        assertThat(message.getBody()).isEqualTo(body(received.getAndIncrement()));
                        consuming.basicAck(message.getEnvelope().getDeliveryTag(), false);
                    },
                    tag -> cancelled.countDown());
            assertThat(cancelled.await(60, TimeUnit.SECONDS)).as("cancelled").isTrue();

            assertThat(received.get()).isPositive().isLessThanOrEqualTo(DAMAGED);
            assertThat(process.ctl("-s", "list_queues", "name", "state", "--no-table-headers")
                            .output())
                    .contains("long\tcrashed")
                    .contains("other\trunning");
            assertThat(logged("has crashed and stays down"))
                    .singleElement()
                    .asString()
                    .contains("queue 'long' in vhost '/'")
                    .contains("is damaged (segment 1, offset ");
            assertThat(logged("restarting queue")).isEmpty();
            channel.basicPublish("", "other", Wire.PERSISTENT, Wire.bytes("two"));
            channel.waitForConfirmsOrDie(20_000);
            assertThat(Wire.drain(channel, "other")).containsExactly("one", "two");
        }
    }

    private static String text(int number) {
        return "message " + number + " of a long queue";
    }

    private static byte[] body(int number) {
        return Arrays.copyOf(text(number).getBytes(StandardCharsets.US_ASCII), BODY_BYTES);
    }

    private List<String> logged(String text) throws Exception {
        Path log = process.dataDirectory().resolve("log/warren.log");
        return Files.readAllLines(log).stream()
                .filter(line -> line.contains(text))
                .toList();
    }
}
