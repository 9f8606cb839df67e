package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bodies that are large for the heap, from several connections at once, and a neighbour who sends small ones meanwhile. */
@Timeout(240)
class LargeBodiesIT {
    private static final int MIB = 1 << 20;
    private static final int CONNECTIONS = 6;
    private static final int CROWD = 24;
    private static final int EACH = 2;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicBoolean enough = new AtomicBoolean();
    private WarrenProcess process;
    private BrokerUnderTest broker;

    @BeforeEach
    void start() {
        org.junit.jupiter.api.Assumptions.assumeFalse(BrokerUnderTest.isPeerGiven());
        process = WarrenProcess.startWithJavaOptions("-Xmx256m", "-Dwarren.amqp.max-message-size=512MiB");
        broker = BrokerUnderTest.of(process);
    }

    @AfterEach
    void stop() {
        enough.set(true);
        threads.shutdownNow();
        if (process != null) {
            process.close();
        }
    }

    @Test
    void whatTheHeapCannotTakeIsRefused_andNobodyElseNotices() throws Exception {
        Future<Integer> neighbour = threads.submit(this::sendSmallOnes);
        byte[] body = new byte[100 * MIB];
        List<Future<String>> answers = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            answers.add(threads.submit(() -> refusalOf(body)));
        }
        for (Future<String> answer : answers) {
            assertThat(answer.get(120, TimeUnit.SECONDS))
                    .contains("406", "message size " + body.length + " is larger than configured max size");
        }
        enough.set(true);
        assertThat(neighbour.get(20, TimeUnit.SECONDS)).isPositive();
        assertThat(process.isAlive()).isTrue();
    }

    private String refusalOf(byte[] body) throws Exception {
        try (Connection connection = broker.factory().newConnection()) {
            Channel channel = connection.createChannel();
            channel.basicPublish("", "nowhere", Wire.PLAIN, body);
            return refusal(() -> channel.queueDeclare().getQueue());
        }
    }

    private static String refusal(Callable<String> call) throws Exception {
        try {
            return call.call();
        } catch (IOException | ShutdownSignalException refused) {
            return String.valueOf(refused.getCause() == null ? refused : refused.getCause());
        }
    }

    /** With confirms, one after the other. */
    private int sendSmallOnes() throws Exception {
        int sent = 0;
        try (Connection connection = broker.factory().newConnection()) {
            Channel channel = connection.createChannel();
            channel.queueDeclare("small", true, false, false, null);
            channel.confirmSelect();
            while (!enough.get()) {
                channel.basicPublish("", "small", Wire.PERSISTENT, new byte[1000]);
                channel.waitForConfirmsOrDie(150_000);
                sent++;
            }
        }
        return sent;
    }

    /** More than the heap in all: what comes in waits for room, and what has come for the consumer. */
    @Test
    void whatTheHeapCanTakeOneByOneIsTakenOneByOne() throws Exception {
        Future<Integer> neighbour = threads.submit(this::sendSmallOnes);
        byte[] body = Wire.body(12 * MIB);
        List<Future<Void>> publishers = new ArrayList<>();
        for (int i = 0; i < CROWD; i++) {
            publishers.add(threads.submit(() -> sendAll(body, EACH)));
        }
        AtomicInteger intact = new AtomicInteger();
        try (Connection connection = broker.factory().newConnection()) {
            Channel channel = connection.createChannel();
            channel.queueDeclare("large", true, false, false, null);
            channel.basicQos(1);
            channel.basicConsume(
                    "large",
                    false,
                    (tag, delivery) -> {
                        intact.addAndGet(Wire.same(delivery.getBody(), body) ? 1 : 0);
                        channel.basicAck(delivery.getEnvelope().getDeliveryTag(), false);
                    },
                    tag -> {});
            for (Future<Void> publisher : publishers) {
                publisher.get(180, TimeUnit.SECONDS);
            }
            Wire.await("all are there", () -> intact.get() == EACH * CROWD);
        }
        enough.set(true);
        assertThat(neighbour.get(60, TimeUnit.SECONDS)).isPositive();
        assertThat(process.isAlive()).isTrue();
    }

    /** Nobody consumes from one queue: but for the first ones they go to disk, and nobody is held. */
    @Test
    void whatWaitsInOneQueueNeedNotFitIntoTheHeap() throws Exception {
        byte[] body = Wire.body(12 * MIB);
        sendAll(body, CROWD);
        assertThat(process.ctl("check_alarms").status()).isZero();
        try (Connection connection = broker.factory().newConnection()) {
            Channel channel = connection.createChannel();
            for (int i = 0; i < CROWD; i++) {
                assertThat(channel.basicGet("large", true).getBody()).isEqualTo(body);
            }
        }
    }

    /** Each queue keeps its first message in memory: with many queues the publishers are held, and told why. */
    @Test
    void whatFillsTheHeapSetsTheAlarm() throws Exception {
        BlockingQueue<String> reasons = new LinkedBlockingQueue<>();
        try (Connection connection = broker.factory().newConnection()) {
            connection.addBlockedListener(reasons::add, () -> {});
            Connection owner = broker.factory().newConnection();
            Channel queues = owner.createChannel();
            Channel channel = connection.createChannel();
            threads.submit(() -> {
                while (!enough.get()) {
                    String queue = queues.queueDeclare().getQueue();
                    channel.basicPublish("", queue, Wire.PERSISTENT, new byte[12 * MIB]);
                }
                return null;
            });
            assertThat(reasons.poll(60, TimeUnit.SECONDS)).isEqualTo("low on memory");
            assertThat(process.ctl("check_alarms").errors()).anyMatch(line -> line.startsWith("Memory alarm on node "));
            enough.set(true);
            owner.close();
            Wire.await("there is room again", () -> process.ctl("check_alarms").status() == 0);
        }
    }

    private Void sendAll(byte[] body, int count) throws Exception {
        try (Connection connection = broker.factory().newConnection()) {
            Channel channel = connection.createChannel();
            channel.queueDeclare("large", true, false, false, null);
            channel.confirmSelect();
            for (int i = 0; i < count; i++) {
                channel.basicPublish("", "large", Wire.PERSISTENT, body);
            }
            channel.waitForConfirmsOrDie(150_000);
        }
        return null;
    }
}
