package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A client that holds a message for too long loses its channel, and the queue has its message again. */
class ConsumerTimeoutIT {
    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.own();

    @RegisterExtension
    final Clients clients = new Clients(broker);

    @TempDir
    private Path directory;

    private Channel channel;
    private String queue;

    @BeforeEach
    void open() throws Exception {
        channel = clients.channel();
        queue = clients.name("slow");
    }

    @AfterEach
    void clear() {
        broker.ctl("clear_policy", "slow");
    }

    private static CompletableFuture<ShutdownSignalException> closing(Channel channel) {
        var closed = new CompletableFuture<ShutdownSignalException>();
        channel.addShutdownListener(closed::complete);
        return closed;
    }

    private static AMQP.Channel.Close close(CompletableFuture<ShutdownSignalException> closing) throws Exception {
        return (AMQP.Channel.Close) closing.get(20, TimeUnit.SECONDS).getReason();
    }

    private static String text(Channel channel, long millis) {
        return "PRECONDITION_FAILED - delivery acknowledgement on channel " + channel.getChannelNumber()
                + " timed out. Timeout value used: " + millis
                + " ms. This timeout value can be configured, see consumers doc guide to learn more";
    }

    @Test
    void endsTheChannelOfThatConsumerAlone() throws Exception {
        channel.queueDeclare(queue, true, false, false, Map.of("x-consumer-timeout", 300));
        Channel slow = clients.channel();
        var closing = closing(slow);
        Wire.send(channel, queue, "m");
        assertThat(Inbox.acking(slow, queue).next().text()).isEqualTo("m");

        AMQP.Channel.Close close = close(closing);
        assertThat(close.getReplyText()).isEqualTo(text(slow, 300));
        assertThat(close.getReplyCode()).isEqualTo(406);
        assertThat(close.getClassId() + close.getMethodId()).isZero();
        assertThat(channel.isOpen()).isTrue();
        assertThat(channel.basicGet(queue, true).getEnvelope().isRedeliver()).isTrue();
    }

    @Test
    void countsWhatWasFetchedToo() throws Exception {
        channel.queueDeclare(queue, true, false, false, Map.of("x-consumer-timeout", 300));
        Wire.send(channel, queue, "m");
        var closing = closing(channel);
        assertThat(channel.basicGet(queue, false)).isNotNull();
        assertThat(close(closing).getReplyText()).isEqualTo(text(channel, 300));
    }

    @Test
    void mayBeSetByAPolicy_andTheLowerCounts() throws Exception {
        channel.queueDeclare(queue, true, false, false, Map.of("x-consumer-timeout", 3_600_000));
        Wire.send(channel, queue, "m");
        Channel slow = clients.channel();
        var closing = closing(slow);
        Inbox.acking(slow, queue).next();
        assertThat(broker.ctl("set_policy", "slow", queue, "{\"consumer-timeout\": 250}")
                        .status())
                .isZero();
        assertThat(close(closing).getReplyText()).isEqualTo(text(slow, 250));
    }

    @Test
    void mayBeSetForTheBroker() throws Exception {
        try (WarrenProcess process = WarrenProcess.startOnNewDirectory("-Dwarren.queues.consumer-timeout=1s")) {
            var connection = BrokerUnderTest.of(process).factory().newConnection();
            Channel slow = connection.createChannel();
            slow.queueDeclare(queue, true, false, false, null);
            Wire.send(slow, queue, "m");
            var closing = closing(slow);
            Inbox.acking(slow, queue).next();
            assertThat(close(closing).getReplyText()).isEqualTo(text(slow, 1_000));
            connection.abort();
        }
    }

    /** Nothing else happens on the queue after its message was handed out. */
    @Test
    void isReloaded_alsoForWhatIsHeldAlready() throws Exception {
        Path conf = directory.resolve("rabbitmq.conf");
        Files.writeString(conf, "consumer_timeout = 3600000\n");
        try (WarrenProcess process = WarrenProcess.startOnNewDirectory("--config", conf.toString())) {
            var connection = BrokerUnderTest.of(process).factory().newConnection();
            Channel slow = connection.createChannel();
            slow.queueDeclare(queue, true, false, false, null);
            Wire.send(slow, queue, "m");
            var closing = closing(slow);
            Inbox.acking(slow, queue).next();

            Files.writeString(conf, "consumer_timeout = 1000\n");
            assertThat(process.ctl("reload").output()).contains("warren.queues.consumer-timeout: 3600s -> 1s");
            assertThat(close(closing).getReplyText()).isEqualTo(text(slow, 1_000));
            connection.abort();
        }
    }
}
