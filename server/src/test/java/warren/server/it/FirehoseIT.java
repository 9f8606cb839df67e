package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Copies of what is published and delivered, while an operator wants them. */
class FirehoseIT {
    private static final String TRACE = "amq.rabbitmq.trace";

    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.ownOrOperated();

    @RegisterExtension
    final Clients clients = new Clients(broker);

    private Channel channel;
    private String queue;
    private String copies;

    @BeforeEach
    void begin() throws Exception {
        channel = clients.channel();
        queue = clients.name("q");
        copies = clients.name("copies");
        channel.queueDeclare(queue, false, true, false, null);
        channel.queueDeclare(copies, false, true, false, null);
        assertThat(broker.ctl("trace_on").output())
                .containsExactly("Starting tracing for vhost \"/\" ...", "Trace enabled for vhost /");
    }

    @AfterEach
    void end() {
        assertThat(broker.ctl("trace_off").output())
                .containsExactly("Stopping tracing for vhost \"/\" ...", "Trace disabled for vhost /");
    }

    @Test
    void tellsOfAPublish() throws Exception {
        channel.queueBind(copies, TRACE, "publish.#");
        channel.queueBind(queue, "amq.direct", "k");
        channel.confirmSelect();
        var properties = new BasicProperties.Builder()
                .contentType("text/plain")
                .deliveryMode(2)
                .priority(3)
                .messageId("m")
                .headers(Map.of("CC", List.of("other"), "n", 7))
                .build();

        channel.basicPublish("amq.direct", "k", properties, "body".getBytes(StandardCharsets.UTF_8));
        channel.waitForConfirms();

        GetResponse copy = fetch(copies);
        assertThat(copy.getEnvelope().getRoutingKey()).isEqualTo("publish.amq.direct");
        assertThat(copy.getEnvelope().getExchange()).isEqualTo(TRACE);
        assertThat(copy.getBody()).asString().isEqualTo("body");
        assertThat(copy.getProps().getContentType()).isNull();
        Map<String, Object> headers = copy.getProps().getHeaders();
        assertThat(headers)
                .containsOnlyKeys(
                        "exchange_name",
                        "routing_keys",
                        "properties",
                        "node",
                        "vhost",
                        "connection",
                        "channel",
                        "user",
                        "routed_queues");
        assertThat(text(headers))
                .contains(
                        "exchange_name=amq.direct",
                        "routing_keys=[k, other]",
                        "vhost=/",
                        "channel=" + channel.getChannelNumber(),
                        "user=guest",
                        "routed_queues=[" + queue + "]");
        assertThat(headers.get("properties").toString())
                .contains("message_id=m", "priority=3", "delivery_mode=2", "content_type=text/plain")
                .contains("headers={", "n=7");
    }

    @Test
    void tellsOfWhatReachesNoQueue_throughTheDefaultExchange() throws Exception {
        channel.queueBind(copies, TRACE, "publish.");

        channel.basicPublish("", "nobody", null, new byte[0]);

        GetResponse copy = fetch(copies);
        assertThat(text(copy.getProps().getHeaders())).contains("exchange_name=,", "routing_keys=[nobody]");
    }

    @Test
    void tellsOfADelivery_andOfAnAnswerToGet() throws Exception {
        channel.queueBind(copies, TRACE, "deliver." + queue);
        channel.basicPublish("", queue, null, "body".getBytes(StandardCharsets.UTF_8));
        GetResponse got = fetch(queue);
        channel.basicReject(got.getEnvelope().getDeliveryTag(), true);
        Inbox.acking(channel, queue).next();

        GetResponse first = fetch(copies);
        GetResponse second = fetch(copies);

        assertThat(first.getBody()).asString().isEqualTo("body");
        assertThat(first.getProps().getHeaders())
                .containsOnlyKeys(
                        "exchange_name",
                        "routing_keys",
                        "properties",
                        "node",
                        "redelivered",
                        "vhost",
                        "connection",
                        "channel",
                        "user")
                .containsEntry("redelivered", 0);
        assertThat(second.getProps().getHeaders()).containsEntry("redelivered", 1);
    }

    @Test
    void tellsOfWhatATransactionPublishes() throws Exception {
        channel.queueBind(copies, TRACE, "publish.amq.fanout");
        channel.txSelect();
        channel.basicPublish("amq.fanout", "", null, new byte[0]);
        channel.txCommit();

        assertThat(fetch(copies).getEnvelope().getRoutingKey()).isEqualTo("publish.amq.fanout");
    }

    @Test
    void makesNoCopiesOfCopies_norAnyOnceItIsOff() throws Exception {
        channel.queueBind(copies, TRACE, "#");
        String exchange = clients.name("x");
        channel.exchangeDeclare(exchange, BuiltinExchangeType.FANOUT, false, true, null);
        channel.basicPublish(exchange, "", null, new byte[0]);
        fetch(copies);
        broker.ctl("trace_off");
        channel.basicPublish(exchange, "", null, new byte[0]);

        assertThat(channel.queueDeclarePassive(copies).getMessageCount()).isZero();
    }

    @Test
    void isShownWithTheVirtualHost() {
        assertThat(broker.ctl("-q", "list_vhosts", "name", "tracing").output()).contains("/\ttrue");
    }

    private GetResponse fetch(String from) throws Exception {
        var response = new AtomicReference<GetResponse>();
        Wire.await("a message in " + from, () -> {
            response.set(channel.basicGet(from, false));
            return response.get() != null;
        });
        return response.get();
    }

    private static String text(Map<String, Object> headers) {
        return headers.toString();
    }
}
