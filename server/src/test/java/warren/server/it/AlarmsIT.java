package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.ShutdownSignalException;
import com.rabbitmq.client.impl.LongStringHelper;
import com.rabbitmq.client.impl.NetworkConnection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Alarms that an operator brings about by moving the limits. All of it holds for RabbitMQ too. */
@Timeout(120)
class AlarmsIT {
    private static final String HUGE = "900000GB";
    private static final String SMALL = "1MB";

    @RegisterExtension
    static final BrokerUnderTest BROKER = BrokerUnderTest.ownOrOperated();

    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> consumed = new LinkedBlockingQueue<>();
    private Connection publisher;
    private Connection consumer;
    private Channel publishing;
    private Channel consuming;

    @BeforeEach
    void connect() throws Exception {
        publisher = connect(BROKER.factory(), "publisher");
        consumer = connect(BROKER.factory(), "consumer");
        publishing = publisher.createChannel();
        consuming = consumer.createChannel();
        consuming.queueDeclare("q", false, true, false, null);
    }

    private Connection connect(ConnectionFactory factory, String name) throws Exception {
        Connection connection = factory.newConnection();
        connection.addBlockedListener(
                reason -> events.add(name + " blocked: " + reason), () -> events.add(name + " unblocked"));
        return connection;
    }

    @AfterEach
    void endAlarms() {
        disk(SMALL);
        memory("0.9");
        publisher.abort();
        consumer.abort();
    }

    private static void disk(String limit) {
        assertThat(BROKER.ctl("set_disk_free_limit", limit).errors()).isEmpty();
    }

    private static void memory(String fraction) {
        assertThat(BROKER.ctl("set_vm_memory_high_watermark", fraction).errors())
                .isEmpty();
    }

    private void consume() throws Exception {
        consuming.basicConsume(
                "q",
                false,
                (tag, delivery) -> {
                    consumed.add(new String(delivery.getBody(), java.nio.charset.StandardCharsets.UTF_8));
                    consuming.basicAck(delivery.getEnvelope().getDeliveryTag(), false);
                },
                tag -> {});
    }

    private static String next(BlockingQueue<String> queue) throws InterruptedException {
        return queue.poll(20, TimeUnit.SECONDS);
    }

    private static Map<Integer, String> states() {
        Map<Integer, String> states = new HashMap<>();
        List<String> lines = BROKER.ctl("-q", "list_connections", "peer_port", "state", "--no-table-headers")
                .output();
        for (String line : lines) {
            String[] words = line.split("\t", -1);
            states.put(Integer.valueOf(words[0]), words[1]);
        }
        return states;
    }

    private static int port(Connection connection) {
        return ((NetworkConnection) connection).getLocalPort();
    }

    @Test
    void holdsWhoPublishes_untilTheLastAlarmIsCleared_andNobodyElse() throws Exception {
        Wire.send(publishing, "q", "1", "2");
        Wire.await("both are there", () -> consuming.messageCount("q") == 2);
        disk(HUGE);
        consume();
        assertThat(next(consumed)).isEqualTo("1");
        assertThat(next(consumed)).isEqualTo("2");
        assertThat(states()).contains(entry(port(publisher), "blocking"), entry(port(consumer), "blocking"));

        Wire.send(publishing, "q", "3", "4");
        assertThat(next(events)).isEqualTo("publisher blocked: low on disk");
        assertThat(states()).contains(entry(port(publisher), "blocked"), entry(port(consumer), "blocking"));
        memory("0.00001");
        disk(SMALL);
        assertThat(consuming.queueDeclarePassive("q").getMessageCount()).isZero();
        assertThat(consumed).isEmpty();
        assertThat(events).isEmpty();

        memory("0.9");
        assertThat(next(events)).isEqualTo("publisher unblocked");
        assertThat(next(consumed)).isEqualTo("3");
        assertThat(next(consumed)).isEqualTo("4");
        assertThat(states()).contains(entry(port(publisher), "running"), entry(port(consumer), "running"));
        assertThat(events).isEmpty();
    }

    @Test
    void holdsThoseWhoCameLater_andNamesAllReasons() throws Exception {
        memory("0.00001");
        disk(HUGE);
        try (Connection late = connect(BROKER.factory(), "late")) {
            Wire.send(late.createChannel(), "q", "late");
            assertThat(next(events)).isEqualTo("late blocked: low on disk & memory");
            memory("0.9");
            disk(SMALL);
            assertThat(next(events)).isEqualTo("late unblocked");
            consume();
            assertThat(next(consumed)).isEqualTo("late");
        }
    }

    @Test
    void holdsAlsoThoseWhoCannotBeTold() throws Exception {
        ConnectionFactory factory = BROKER.factory();
        Map<String, Object> properties = new HashMap<>(factory.getClientProperties());
        properties.put("capabilities", Map.of("publisher_confirms", true));
        properties.put("product", LongStringHelper.asLongString("deaf"));
        factory.setClientProperties(properties);
        disk(HUGE);
        try (Connection deaf = connect(factory, "deaf")) {
            Wire.send(deaf.createChannel(), "q", "it");
            Wire.await("the connection is held", () -> "blocked".equals(states().get(port(deaf))));
            disk(SMALL);
            consume();
            assertThat(next(consumed)).isEqualTo("it");
            assertThat(events).isEmpty();
        }
    }

    @Test
    void holdsABodyBeforeAllOfItHasCome() throws Exception {
        consuming.basicConsume("q", true, (tag, delivery) -> consumed.add("" + delivery.getBody().length), tag -> {});
        disk(HUGE);
        int size = 16 << 20;
        CompletableFuture<Void> publish = CompletableFuture.runAsync(() -> {
            try {
                publishing.basicPublish("", "q", Wire.PLAIN, new byte[size]);
            } catch (java.io.IOException failure) {
                throw new java.io.UncheckedIOException(failure);
            }
        });
        assertThat(next(events)).isEqualTo("publisher blocked: low on disk");
        assertThat(publish).isNotDone();

        disk(SMALL);
        publish.get(20, TimeUnit.SECONDS);
        assertThat(next(consumed)).isEqualTo("" + size);
    }

    /** Nothing is read of it, so nothing can be missed either. */
    @Test
    void missesNoHeartbeatsOfAHeldConnection() throws Exception {
        ConnectionFactory factory = BROKER.factory();
        factory.setRequestedHeartbeat(1);
        try (Connection beating = connect(factory, "beating")) {
            disk(HUGE);
            Wire.send(beating.createChannel(), "q", "it");
            assertThat(next(events)).isEqualTo("beating blocked: low on disk");
            CompletableFuture<ShutdownSignalException> end = new CompletableFuture<>();
            beating.addShutdownListener(end::complete);
            assertThat(end.completeOnTimeout(null, 5, TimeUnit.SECONDS).get()).isNull();
            disk(SMALL);
            assertThat(next(events)).isEqualTo("beating unblocked");
        }
    }

    @Test
    void aHeldConnectionCanBeClosedByTheOperator() throws Exception {
        CompletableFuture<ShutdownSignalException> end = new CompletableFuture<>();
        publisher.addShutdownListener(end::complete);
        disk(HUGE);
        Wire.send(publishing, "q", "it");
        assertThat(next(events)).isEqualTo("publisher blocked: low on disk");
        String pid = BROKER.ctl("-q", "list_connections", "peer_port", "pid", "--no-table-headers").output().stream()
                .filter(line -> line.startsWith(port(publisher) + "\t"))
                .findFirst()
                .orElseThrow()
                .split("\t", -1)[1];

        BROKER.ctl("close_connection", pid, "enough");

        assertThat(end.get(20, TimeUnit.SECONDS).getReason().toString()).contains("320", "enough");
        assertThat(consuming.queueDeclarePassive("q").getMessageCount()).isZero();
    }

    @Test
    void isReportedToOperators() {
        disk(SMALL);
        memory("0.9");
        assertThat(BROKER.ctl("status").output()).contains("(none)");
        assertThat(BROKER.ctl("check_alarms").status()).isZero();
        assertThat(BROKER.ctl("check_local_alarms").output().get(1)).endsWith(" reported no local alarms");
        assertThat(BROKER.ctl("alarms").output().get(1)).endsWith(" reported no alarms, local or clusterwide");

        disk(HUGE);
        memory("0.00001");
        assertThat(BROKER.ctl("status").output())
                .anyMatch(line -> line.startsWith("Free disk space alarm on node "))
                .anyMatch(line -> line.startsWith("Memory alarm on node "));
        assertThat(BROKER.ctl("alarms").output()).anyMatch(line -> line.startsWith("Memory alarm on node "));
        Program.Outcome check = BROKER.ctl("check_alarms");
        assertThat(check.status()).isEqualTo(69);
        assertThat(check.errors()).anyMatch(line -> line.startsWith("Free disk space alarm on node "));
        Program.Outcome local = BROKER.ctl("check_local_alarms");
        assertThat(local.status()).isEqualTo(69);
        assertThat(local.errors().get(0)).isEqualTo("Error:");
        Program.Outcome silent = BROKER.ctl("check_alarms", "--silent");
        assertThat(silent.status()).isEqualTo(69);
        assertThat(silent.output()).isEmpty();
        assertThat(silent.errors()).isEmpty();
    }

    @Test
    void refusesLimitsThatAreNone() {
        assertRefused(64, "not enough arguments.", "set_disk_free_limit");
        assertRefused(64, "not enough arguments.", "set_disk_free_limit", "mem_relative");
        assertRefused(64, "too many arguments.", "set_disk_free_limit", "1", "2");
        assertRefused(64, "too many arguments.", "set_disk_free_limit", "mem_relative", "1.0", "2");
        assertRefused(65, "Bad argument.", "set_disk_free_limit", "2097152bytes");
        assertRefused(65, "Bad argument.", "set_disk_free_limit", "1.5GB");
        assertRefused(65, "Bad argument.", "set_disk_free_limit", "mem_relative", "abc");
        assertRefused(64, "not enough arguments.", "set_vm_memory_high_watermark");
        assertRefused(65, "Bad argument.", "set_vm_memory_high_watermark", "abc");
        String share = "Bad argument: The threshold should be a fraction between 0.0 and 1.0";
        assertRefused(65, share, "set_vm_memory_high_watermark", "2");
        String whole = "Bad argument: The threshold should be an integer.";
        assertRefused(65, whole, "set_vm_memory_high_watermark", "absolute", "1.5GB");
        assertRefused(65, "Bad argument: Invalid units.", "set_vm_memory_high_watermark", "absolute", "15XB");
        assertThat(BROKER.ctl("--timeout", "-5", "status").status()).isEqualTo(70);
        assertThat(BROKER.ctl("--timeout", "0", "status").status()).isEqualTo(75);
    }

    private static void assertRefused(int status, String text, String... words) {
        Program.Outcome outcome = BROKER.ctl(words);
        assertThat(outcome.status()).as(String.join(" ", words)).isEqualTo(status);
        assertThat(outcome.errors().get(0)).isEqualTo("Error (argument validation): " + text);
    }
}
