package warren.server.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Delivery;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The broker's log lines, as messages of amq.rabbitmq.log. */
class LogExchangeIT {
    private static final String LOG = "amq.rabbitmq.log";

    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.own("-Dwarren.log.exchange.enabled=on");

    private Eavesdropper eavesdropper;

    @BeforeEach
    void open() throws Exception {
        eavesdropper = new Eavesdropper(broker);
    }

    @AfterEach
    void close() {
        eavesdropper.close();
    }

    @Test
    void isADurableInternalTopicExchange() throws Exception {
        assertThat(broker.ctl("list_exchanges", "name", "type", "durable", "internal", "--quiet")
                        .output())
                .contains(LOG + "\ttopic\ttrue\ttrue");
    }

    @Test
    void publishesLogLinesByTheirLevels() throws Exception {
        eavesdropper.listen(LOG, "#");

        broker.ctl("set_disk_free_limit", "90MB");

        Delivery line = eavesdropper.next("info");
        assertThat(line.getProperties().getContentType()).isEqualTo("text/plain");
        assertThat(line.getProperties().getDeliveryMode()).isNull();
        assertThat(line.getProperties().getTimestamp()).isNotNull();
        assertThat(line.getProperties().getHeaders()).containsOnlyKeys("node");
        assertThat(new String(line.getBody(), UTF_8))
                .matches("\\d{4}-\\d\\d-\\d\\d \\S+ \\[info\\] <user/alarms> Disk free limit set to 90MB\n");
    }

    @Test
    void publishesErrorsUnderTheirLevel() throws Exception {
        eavesdropper.listen(LOG, "error");

        try (Connection client = broker.factory().newConnection()) {
            var channel = client.createChannel();
            catchThrowable(() -> channel.queueDeclarePassive("nosuch"));
        }

        assertThat(nextLine("error"))
                .matches(
                        "(?s).* \\[error\\] <connection> Channel error on connection <0\\.\\d+\\.0> \\(127.0.0.1:\\d+ ->"
                                + " 127.0.0.1:\\d+, vhost: '/', user: 'guest'\\), channel 1:\n.* \\[error\\] <connection> operation"
                                + " queue.declare caused a channel exception not_found: no queue 'nosuch' in vhost '/'\n");
    }

    private String nextLine(String key) throws InterruptedException {
        return new String(eavesdropper.next(key).getBody(), UTF_8);
    }

    /** Without what differs from one connection to another. */
    private String nextLineAboutAConnection(String level) throws InterruptedException {
        return nextLine(level)
                .replaceAll("(?m)^\\S+ \\S+ \\[\\w+\\] <connection> ", "")
                .replaceAll("<0\\.\\d+\\.0>", "PID")
                .replaceAll("127.0.0.1:\\d+", "END");
    }

    @Test
    void publishesWhatBecomesOfConnections() throws Exception {
        eavesdropper.listen(LOG, "#");
        broker.factory().newConnection("before").close();
        while (!nextLineAboutAConnection("info").matches("(?s)closing .* before, .*")) {
            // of those who prepared this
        }

        broker.factory().newConnection("mine").close();
        assertThat(nextLineAboutAConnection("info")).isEqualTo("accepting AMQP connection PID (END -> END)\n");
        assertThat(nextLineAboutAConnection("info"))
                .isEqualTo("connection PID (END -> END) has a client-provided name: mine\n");
        assertThat(nextLineAboutAConnection("info"))
                .isEqualTo(
                        "connection PID (END -> END - mine): user 'guest' authenticated and granted access to vhost '/'\n");
        assertThat(nextLineAboutAConnection("info"))
                .isEqualTo("closing AMQP connection PID (END -> END - mine, vhost: '/', user: 'guest')\n");

        ConnectionFactory wrong = broker.factory();
        wrong.setPassword("wrong");
        catchThrowable(wrong::newConnection);
        assertThat(nextLineAboutAConnection("error"))
                .isEqualTo("Error on AMQP connection PID (END -> END, state: starting):\n"
                        + "PLAIN login refused: user 'guest' - invalid credentials\n");
        assertThat(nextLineAboutAConnection("info")).isEqualTo("closing AMQP connection PID (END -> END)\n");

        ConnectionFactory elsewhere = broker.factory();
        elsewhere.setVirtualHost("nosuch");
        catchThrowable(elsewhere::newConnection);
        assertThat(nextLineAboutAConnection("error"))
                .isEqualTo("Error on AMQP connection PID (END -> END, user: 'guest', state: opening):\n"
                        + "vhost nosuch not found\n");
        assertThat(nextLineAboutAConnection("info"))
                .isEqualTo("closing AMQP connection PID (END -> END, vhost: 'none', user: 'guest')\n");
    }
}
