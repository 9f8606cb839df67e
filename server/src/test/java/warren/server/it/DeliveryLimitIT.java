package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What RabbitMQ's quorum queues do with messages that come back too often; here any queue does it that has a limit. */
class DeliveryLimitIT {
    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.own();

    @RegisterExtension
    final Clients clients = new Clients(broker);

    private Channel channel;
    private String queue;
    private String graves;

    @BeforeEach
    void open() throws Exception {
        reconnect();
        queue = clients.name("q");
        graves = clients.name("graves");
        channel.queueDeclare(graves, true, false, false, null);
    }

    private void reconnect() throws Exception {
        channel = clients.connect().createChannel();
        channel.confirmSelect();
    }

    @AfterEach
    void clear() {
        broker.ctl("clear_policy", "p");
        broker.ctl("clear_operator_policy", "o");
    }

    private void declare(int limit) throws Exception {
        channel.queueDeclare(
                queue,
                true,
                false,
                false,
                Map.of("x-delivery-limit", limit, "x-dead-letter-exchange", "", "x-dead-letter-routing-key", graves));
    }

    private void send(String... texts) throws Exception {
        for (String text : texts) {
            channel.basicPublish("", queue, Wire.PERSISTENT, Wire.bytes(text));
        }
        channel.waitForConfirmsOrDie(20_000);
    }

    /** What the queue knows goes with its next event. */
    private void afterAnEvent(String text) throws Exception {
        // the queue has heard of what was done before
        channel.messageCount(queue);
        send(text);
    }

    private long get(long returns) throws Exception {
        return get(channel, returns);
    }

    /** Takes the next message, which must say that it has come back so often. */
    private long get(Channel from, long returns) throws Exception {
        GetResponse got = from.basicGet(queue, false);
        assertThat(got.getProps().getHeaders().get("x-delivery-count")).isEqualTo(returns);
        assertThat(got.getEnvelope().isRedeliver()).isEqualTo(returns > 0);
        return got.getEnvelope().getDeliveryTag();
    }

    @Test
    void eachWayOfComingBackCounts_andTheLastOneIsDeath() throws Exception {
        declare(4);
        send("poison");
        channel.basicNack(get(0), false, true);
        channel.basicReject(get(1), true);
        get(2);
        channel.basicRecover(true);
        Channel other = clients.connect().createChannel();
        get(other, 3);
        other.getConnection().close();
        Wire.await("it is back", () -> channel.messageCount(queue) == 1);
        Channel last = clients.channel();
        get(last, 4);
        last.close();

        Wire.await("a letter", () -> channel.messageCount(graves) == 1);
        GetResponse letter = channel.basicGet(graves, true);
        Map<String, Object> headers = letter.getProps().getHeaders();
        assertThat(headers).doesNotContainKey("x-delivery-count");
        assertThat(headers.get("x-first-death-reason")).hasToString("delivery_limit");
        assertThat(((Map<?, ?>) ((List<?>) headers.get("x-death")).get(0)).get("reason"))
                .hasToString("delivery_limit");
    }

    @Test
    void aConsumerSeesTheHeaderWhenAMessageHasComeBack() throws Exception {
        declare(2);
        send("poison");
        Inbox inbox = Inbox.acking(channel, queue);
        for (long returns = 0; returns <= 2; returns++) {
            Inbox.Letter delivery = inbox.next();
            Map<String, Object> headers = delivery.properties().getHeaders();
            assertThat(headers == null ? null : headers.get("x-delivery-count"))
                    .isEqualTo(returns == 0 ? null : (Object) returns);
            channel.basicNack(delivery.tag(), false, true);
        }
        Wire.await("a letter", () -> channel.messageCount(graves) == 1);
    }

    @Test
    void countsSurviveACrash() throws Exception {
        declare(3);
        send("poison");
        channel.basicNack(get(0), false, true);
        channel.basicNack(get(1), false, true);
        afterAnEvent("next");
        broker.crash();

        reconnect();
        channel.basicNack(get(2), false, true);
        afterAnEvent("another");
        broker.restart();

        reconnect();
        channel.basicNack(get(3), false, true);
        Wire.await("a letter", () -> channel.messageCount(graves) == 1);
        assertThat(Wire.text(channel.basicGet(queue, true))).isEqualTo("next");
    }

    @Test
    void withoutALimitNothingIsCounted_andAPolicySetsOne() throws Exception {
        channel.queueDeclare(queue, true, false, false, null);
        send("poison");
        channel.basicNack(channel.basicGet(queue, false).getEnvelope().getDeliveryTag(), false, true);
        GetResponse again = channel.basicGet(queue, false);
        assertThat(again.getEnvelope().isRedeliver()).isTrue();
        assertThat(again.getProps().getHeaders()).isNull();
        assertThat(broker.ctl("set_policy", "p", "^" + queue, "{\"delivery-limit\":5}")
                        .status())
                .isZero();
        channel.basicNack(again.getEnvelope().getDeliveryTag(), false, true);
        long tag = get(1);
        assertThat(broker.ctl("set_operator_policy", "o", "^" + queue, "{\"delivery-limit\":1}", "--apply-to", "queues")
                        .status())
                .isZero();
        channel.basicNack(tag, false, true);
        Wire.await("it is dropped", () -> channel.messageCount(queue) == 0);
    }
}
