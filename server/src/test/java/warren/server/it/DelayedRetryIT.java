package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Messages that come back from consumers and wait for a while, as in the quorum queues of RabbitMQ 4.3; here any queue does it. */
class DelayedRetryIT {
    private static final int LONG = 3_600_000;

    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.own();

    @RegisterExtension
    final Clients clients = new Clients(broker);

    private Channel channel;
    private String queue;

    @BeforeEach
    void open() throws Exception {
        reconnect();
        queue = clients.name("q");
    }

    @AfterEach
    void clear() {
        broker.ctl("clear_policy", "p");
    }

    private void reconnect() throws Exception {
        channel = clients.connect().createChannel();
        channel.confirmSelect();
    }

    private void declare(String type, int min, Map<String, Object> more) throws Exception {
        Map<String, Object> arguments = new HashMap<>(more);
        arguments.put("x-delayed-retry-type", type);
        arguments.put("x-delayed-retry-min", min);
        channel.queueDeclare(queue, true, false, false, arguments);
    }

    private void send(String... texts) throws Exception {
        for (String text : texts) {
            channel.basicPublish("", queue, Wire.PERSISTENT, Wire.bytes(text));
        }
        channel.waitForConfirmsOrDie(20_000);
    }

    private long tagOf(String text) throws Exception {
        GetResponse got = channel.basicGet(queue, false);
        assertThat(Wire.text(got)).isEqualTo(text);
        return got.getEnvelope().getDeliveryTag();
    }

    /** messages_ready, messages_delayed, messages. */
    private List<String> counts() {
        return broker
                .ctl("-q", "list_queues", "name", "messages_ready", "messages_delayed", "messages")
                .output()
                .stream()
                .filter(line -> line.startsWith(queue + "\t"))
                .map(line -> line.substring(queue.length() + 1).replace('\t', ' '))
                .toList();
    }

    private void awaitCounts(String wanted) throws Exception {
        Wire.await(wanted, () -> counts().equals(List.of(wanted)));
    }

    @Test
    void aMessageThatComesBackWaits_andBlocksNothing() throws Exception {
        declare("all", 1_000, Map.of());
        send("1", "2");
        channel.basicNack(tagOf("1"), false, true);
        channel.basicAck(tagOf("2"), false);
        assertThat(channel.basicGet(queue, false)).isNull();
        awaitCounts("0 1 1");
        Inbox.Letter again = Inbox.acking(channel, queue).next();
        assertThat(again.text()).isEqualTo("1");
        assertThat(again.redelivered()).isTrue();
        assertThat(again.properties().getHeaders()).isEqualTo(Map.of("x-delivery-count", 1L));
        channel.basicAck(again.tag(), false);
        awaitCounts("0 0 0");
    }

    @Test
    void whatADeadChannelHeldWaits_alsoPastACrashOfTheBroker() throws Exception {
        declare("failed", LONG, Map.of());
        send("1", "2", "3");
        Channel other = clients.connect().createChannel();
        other.basicGet(queue, false);
        other.basicGet(queue, false);
        other.getConnection().close();
        awaitCounts("1 2 3");
        send("4");
        broker.crash();
        reconnect();
        assertThat(Wire.drain(channel, queue)).containsExactly("3", "4");
        awaitCounts("0 2 2");
        assertThat(channel.queuePurge(queue).getMessageCount()).isEqualTo(2);
        awaitCounts("0 0 0");
    }

    @Test
    void theTypeSaysWhatWaits() throws Exception {
        declare("returned", LONG, Map.of());
        send("1", "2");
        channel.basicReject(tagOf("1"), true);
        channel.basicNack(tagOf("1"), false, true);
        tagOf("2");
        channel.basicRecover(true);
        awaitCounts("0 2 2");
        String failed = clients.name("q");
        queue = failed;
        declare("failed", LONG, Map.of());
        send("1");
        tagOf("1");
        channel.basicRecover(true);
        channel.basicReject(tagOf("1"), true);
        awaitCounts("0 1 1");
    }

    @Test
    void aPolicyDelaysToo_untilItIsCleared() throws Exception {
        channel.queueDeclare(queue, true, false, false, null);
        String definition = "{\"delayed-retry-type\":\"all\",\"delayed-retry-min\":" + LONG + "}";
        assertThat(broker.ctl("set_policy", "p", "^" + queue, definition).status())
                .isZero();
        send("1", "2");
        channel.basicNack(tagOf("1"), false, true);
        awaitCounts("1 1 2");
        assertThat(broker.ctl("clear_policy", "p").status()).isZero();
        channel.basicNack(tagOf("2"), false, true);
        awaitCounts("1 1 2");
    }

    @Test
    void theDeliveryLimitEndsTheRetries() throws Exception {
        String graves = clients.name("graves");
        channel.queueDeclare(graves, true, false, false, null);
        declare(
                "all",
                20,
                Map.of("x-delivery-limit", 2, "x-dead-letter-exchange", "", "x-dead-letter-routing-key", graves));
        send("1");
        Inbox inbox = Inbox.acking(channel, queue);
        for (int i = 0; i < 3; i++) {
            channel.basicNack(inbox.next().tag(), false, true);
        }
        assertThat(Inbox.autoAck(channel, graves).texts(1)).containsExactly("1");
        awaitCounts("0 0 0");
    }

    @Test
    void aBadValueIsRefused() throws Exception {
        assertThat(refusal(Map.of("x-delayed-retry-min", 0)))
                .endsWith("'x-delayed-retry-min' for queue '" + queue + "' in vhost '/': {value_zero,0}");
        assertThat(refusal(Map.of("x-delayed-retry-max", "x")))
                .endsWith("'x-delayed-retry-max' for queue '" + queue
                        + "' in vhost '/': \"expected integer, got longstr\"");
        assertThat(refusal(Map.of("x-delayed-retry-type", "x")))
                .endsWith("'x-delayed-retry-type' for queue '" + queue + "' in vhost '/': invalid_delayed_retry_type");
    }

    private String refusal(Map<String, Object> arguments) throws Exception {
        Channel refused = clients.connect().createChannel();
        return Closed.by(() -> refused.queueDeclare(queue, true, false, false, arguments));
    }
}
