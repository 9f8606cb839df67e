package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The time of day jumps by days, forward and back, while clients work: what lasts an hour lasts an hour, and what lasts a moment a moment. */
@Timeout(300)
class ClockIT {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration MOMENT = Duration.ofSeconds(2);
    private static final List<Duration> JUMPS = List.of(Duration.ofDays(10), Duration.ofDays(-10), Duration.ZERO);

    @TempDir
    Path directory;

    private final Ledger ledger = new Ledger(false);
    private final Load load = new Load(ledger);
    private FaultyBroker faulty;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(!BrokerUnderTest.isPeerGiven());
        faulty = new FaultyBroker(directory, 7);
    }

    @AfterEach
    void end() throws Exception {
        if (faulty != null) {
            faulty.close();
        }
    }

    @Test
    void nothingEndsEarlyAndNothingWaitsForEver() throws Exception {
        try (Connection connection = faulty.broker().factory().newConnection()) {
            Channel channel = connection.createChannel();
            declareWhatLastsAnHour(channel);
            GetResponse held = channel.basicGet("held", false);
            load.start(faulty.broker());
            for (Duration ahead : JUMPS) {
                beginMoments(channel);
                faulty.setClock(ahead);
                awaitDeathAt(channel, Instant.now().plus(ahead));
                assertMomentsPass(channel);
                assertAnHourHasNotPassed(channel);
                load.awaitProgress(Map.of());
            }
            load.stop();
            assertThat(load.failures()).isEmpty();
            assertThat(ledger.counted("connections lost")).isZero();
            channel.basicAck(held.getEnvelope().getDeliveryTag(), false);
            assertThat(channel.messageCount("held")).isZero();
            load.audit(connection, false, false);
        }
        assertThat(ledger.complaints()).isEmpty();
    }

    /** A queue nobody uses, a message, a delayed one; and one that a consumer holds has its half an hour. */
    private static void declareWhatLastsAnHour(Channel channel) throws Exception {
        channel.queueDeclare("lasting", true, false, false, Map.of("x-expires", HOUR.toMillis()));
        channel.basicPublish("", "lasting", lasting(HOUR), "lasting".getBytes());
        channel.exchangeDeclare("later", "x-delayed-message", true, false, Map.of("x-delayed-type", "fanout"));
        channel.queueDeclare("delayed", true, false, false, null);
        channel.queueBind("delayed", "later", "");
        channel.basicPublish("later", "", delayed(HOUR), "in an hour".getBytes());
        channel.queueDeclare("held", true, false, false, null);
        channel.basicPublish("", "held", null, "held".getBytes());
        channel.queueDeclare("died", true, false, false, null);
        channel.queueDeclare("ended", true, false, false, null);
        channel.queueDeclare("dying", true, false, false, dyingInto("died"));
        channel.queueDeclare("momentary", true, false, false, dyingInto("ended"));
        channel.exchangeDeclare("soon", "x-delayed-message", true, false, Map.of("x-delayed-type", "fanout"));
        channel.queueDeclare("arrived", true, false, false, null);
        channel.queueBind("arrived", "soon", "");
    }

    private static Map<String, Object> dyingInto(String queue) {
        return Map.of("x-dead-letter-exchange", "", "x-dead-letter-routing-key", queue);
    }

    private static BasicProperties lasting(Duration life) {
        return new BasicProperties.Builder()
                .expiration(String.valueOf(life.toMillis()))
                .build();
    }

    private static BasicProperties delayed(Duration delay) {
        return new BasicProperties.Builder()
                .headers(Map.of("x-delay", delay.toMillis()))
                .build();
    }

    /** What a dead letter says of its death is the time of day: the jump has happened. */
    private static void awaitDeathAt(Channel channel, Instant expected) throws Exception {
        Wire.await("a death at " + expected, () -> {
            channel.basicPublish("", "dying", lasting(Duration.ofMillis(1)), "dying".getBytes());
            GetResponse letter = getSoon(channel, "died");
            var deaths = (List<?>) letter.getProps().getHeaders().get("x-death");
            var at = (Date) ((Map<?, ?>) deaths.get(0)).get("time");
            return Math.abs(ChronoUnit.MINUTES.between(expected, at.toInstant())) < 10;
        });
    }

    private static GetResponse getSoon(Channel channel, String queue) throws Exception {
        GetResponse[] got = new GetResponse[1];
        Wire.await("a message in " + queue, () -> {
            got[0] = channel.basicGet(queue, true);
            return got[0] != null;
        });
        return got[0];
    }

    /** What these wait for comes after the jump. */
    private static void beginMoments(Channel channel) throws Exception {
        channel.basicPublish("soon", "", delayed(MOMENT), "soon".getBytes());
        channel.basicPublish("", "momentary", lasting(MOMENT), "momentary".getBytes());
    }

    private static void assertMomentsPass(Channel channel) throws Exception {
        assertThat(getSoon(channel, "arrived").getBody()).asString().isEqualTo("soon");
        assertThat(getSoon(channel, "ended").getBody()).asString().isEqualTo("momentary");
    }

    /** Each queue is told something, and so looks at the clock. */
    private static void assertAnHourHasNotPassed(Channel channel) throws Exception {
        channel.basicPublish("later", "", delayed(HOUR), "in an hour".getBytes());
        channel.basicPublish("", "lasting", lasting(HOUR), "lasting".getBytes());
        assertThat(getSoon(channel, "lasting").getBody()).asString().isEqualTo("lasting");
        assertThat(channel.messageCount("delayed")).isZero();
        assertThat(channel.basicGet("held", false)).isNull();
        assertThat(channel.isOpen()).isTrue();
    }
}
