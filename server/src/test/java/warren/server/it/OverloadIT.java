package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.impl.AMQImpl;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * More than a broker likes, on a heap as for a machine of 256 MB: it lives, a neighbour's round trips go on, and descriptors and threads are
 * then what they were. {@code -Dcrash.overload}: how many times the small dose.
 */
@Timeout(21_600)
class OverloadIT {
    private static final int SCALE = Integer.getInteger("crash.overload", 1);
    private static final int CONNECTIONS = 400 * SCALE;
    private static final int OPENED_AND_CLOSED = 400 * SCALE;
    private static final int MESSAGES = 50_000 * SCALE;
    private static final int REQUEUES = 20_000 * SCALE;
    private static final Duration PATIENCE = Duration.ofSeconds(30L + 10L * SCALE);

    private static WarrenProcess process;
    private static BrokerUnderTest broker;

    @BeforeAll
    static void start() {
        assumeTrue(!BrokerUnderTest.isPeerGiven());
        process = WarrenProcess.startWithJavaOptions("-Xmx160m", "-Dwarren.persistence.fsync=off");
        broker = BrokerUnderTest.of(process);
    }

    @AfterAll
    static void end() {
        if (process != null) {
            process.close();
        }
    }

    private interface Step {
        void run() throws Exception;
    }

    /** With a neighbour, who is not to be disturbed, and nothing left over. */
    private static void bear(String what, Step step) throws Exception {
        ProcessUse before = ProcessUse.of(process);
        try (var neighbour = new Neighbour(broker)) {
            neighbour.awaitRounds(100);
            String alone = neighbour.figures();
            long begin = System.nanoTime();
            step.run();
            double seconds = (System.nanoTime() - begin) / 1e9;
            String among = neighbour.figures();
            neighbour.awaitRounds(50);
            System.out.printf(
                    "%s, %.1f s, %d MB resident; a neighbour alone: %s; meanwhile: %s%n",
                    what, seconds, ProcessUse.of(process).residentBytes() >> 20, alone, among);
        }
        Load.awaitQuietly(() -> isBack(before));
        assertThat(isBack(before))
                .as("%s, before: %s", ProcessUse.of(process), before)
                .isTrue();
    }

    private static boolean isBack(ProcessUse before) {
        try {
            return ProcessUse.of(process).isBackAt(before, 4);
        } catch (IOException gone) {
            return false;
        }
    }

    @Test
    void manyConnectionsOfWhichHalfNeverSayAWord() throws Exception {
        bear(CONNECTIONS + " connections, half of them silent from the beginning", () -> {
            List<RawConnection> silent = new ArrayList<>();
            List<RawConnection> idle = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS / 2; i++) {
                silent.add(RawConnection.silent(broker));
                idle.add(RawConnection.open(broker).withChannel(1));
            }
            for (RawConnection each : silent) {
                each.patience(PATIENCE);
                assertThat(each.readToEnd()).isEmpty();
                each.close();
            }
            for (RawConnection each : idle) {
                each.send(1, new AMQImpl.Queue.Declare(0, "", false, false, true, false, false, Map.of()));
            }
            for (RawConnection each : idle) {
                each.expect(1, AMQImpl.Queue.DeclareOk.class);
                each.abort();
            }
        });
    }

    @Test
    void aStormOfConnectionsThatComeAndGo() throws Exception {
        bear(OPENED_AND_CLOSED + " connections opened and closed", () -> {
            for (int i = 0; i < OPENED_AND_CLOSED; i++) {
                try (RawConnection connection = RawConnection.open(broker)) {
                    if (i % 2 == 0) {
                        connection.send(0, new AMQImpl.Connection.Close(200, "", 0, 0));
                        connection.expect(0, AMQImpl.Connection.CloseOk.class);
                    }
                }
            }
        });
    }

    @Test
    void aConsumerThatDoesNotRead_andOneWithoutLimitOnALongQueue() throws Exception {
        bear(MESSAGES + " messages, one consumer that does not read, one without limit", () -> {
            try (Connection connection = broker.factory().newConnection()) {
                Channel channel = connection.createChannel();
                channel.queueDeclare("long", false, false, false, null);
                fill(channel, "long", MESSAGES);
                RawConnection deaf = RawConnection.open(broker).withChannel(1);
                deaf.send(1, new AMQImpl.Basic.Consume(0, "long", "", false, false, false, false, Map.of()));
                Wire.await("the deaf consumer", () -> channel.consumerCount("long") == 1);
                Set<String> read = ConcurrentHashMap.newKeySet();
                channel.basicConsume("long", true, new DefaultConsumer(channel) {
                    @Override
                    public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties p, byte[] body) {
                        read.add(new String(body, 0, 10, java.nio.charset.StandardCharsets.US_ASCII));
                    }
                });
                // the deaf one holds what its socket and its link take, not more
                awaitLong(() -> read.size() > MESSAGES / 2);
                deaf.abort();
                awaitLong(() -> read.size() == MESSAGES);
                assertThat(read).hasSize(MESSAGES);
                channel.queueDelete("long");
            }
        });
    }

    @Test
    void aClientThatIsStopped_losesItsMessagesToOthersWhenItsHeartbeatsAreMissed() throws Exception {
        bear("a client that is stopped", () -> {
            try (Connection connection = broker.factory().newConnection()) {
                Channel channel = connection.createChannel();
                channel.queueDeclare("stopped", false, false, false, null);
                fill(channel, "stopped", 2_000);
                try (Program client = Program.start(StoppedClient.command(broker, "stopped"))) {
                    client.firstLine(line -> line.equals("holds"), PATIENCE)
                            .orElseThrow(() -> new AssertionError("no client: " + client.errors()));
                    signal("STOP", client.pid());
                    awaitLong(() -> count(channel, "stopped") == 2_000);
                    assertThat(count(channel, "stopped")).isEqualTo(2_000);
                    signal("CONT", client.pid());
                }
                channel.queueDelete("stopped");
            }
        });
    }

    private static void signal(String name, long pid) {
        Program.run(new ProcessBuilder("kill", "-" + name, String.valueOf(pid)), Duration.ofSeconds(10));
    }

    private static long count(Channel channel, String queue) {
        try {
            return channel.messageCount(queue);
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    @Test
    void aStormOfRequeues() throws Exception {
        bear(REQUEUES + " messages given back", () -> {
            try (Connection connection = broker.factory().newConnection()) {
                Channel channel = connection.createChannel();
                channel.queueDeclare("storm", false, false, false, null);
                fill(channel, "storm", 500);
                var left = new AtomicInteger(REQUEUES);
                String tag = channel.basicConsume("storm", false, new DefaultConsumer(channel) {
                    @Override
                    public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties p, byte[] body)
                            throws IOException {
                        if (left.decrementAndGet() >= 0) {
                            channel.basicNack(envelope.getDeliveryTag(), false, true);
                        }
                    }
                });
                awaitLong(() -> left.get() <= 0);
                channel.basicCancel(tag);
                channel.basicRecover(true);
                awaitLong(() -> count(channel, "storm") == 500);
                assertThat(Wire.drain(channel, "storm")).hasSize(500).doesNotHaveDuplicates();
                channel.queueDelete("storm");
            }
        });
    }

    /** Numbered messages of 100 bytes. */
    private static void fill(Channel channel, String queue, int count) throws Exception {
        channel.confirmSelect();
        for (int i = 0; i < count; i++) {
            channel.basicPublish("", queue, Wire.PLAIN, Wire.bytes(String.format("%010d%090d", i, 0)));
            if (i % 5_000 == 4_999) {
                channel.waitForConfirmsOrDie(60_000);
            }
        }
        channel.waitForConfirmsOrDie(60_000);
    }

    private static void awaitLong(java.util.function.BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
            java.util.concurrent.locks.LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }
}
