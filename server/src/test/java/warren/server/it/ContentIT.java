package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.impl.AMQImpl;
import java.util.Date;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentIT {
    private static final int LARGEST = 16 << 20;

    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.shared();

    @RegisterExtension
    final Clients clients = new Clients(broker);

    @Test
    void allPropertiesComeBack() throws Exception {
        Channel channel = clients.channel();
        String queue = clients.queue(channel);
        BasicProperties sent = new BasicProperties.Builder()
                .contentType("text/plain")
                .contentEncoding("utf-8")
                .headers(Map.of("a", 1))
                .deliveryMode(2)
                .priority(7)
                .correlationId("correlation")
                .replyTo("reply")
                .expiration("60000")
                .messageId("message")
                .timestamp(new Date(1_450_832_400_000L))
                .type("type")
                .userId("guest")
                .appId("app")
                .clusterId("cluster")
                .build();
        channel.basicPublish("", queue, sent, Wire.bytes("x"));
        assertThat(channel.basicGet(queue, true).getProps()).isEqualTo(sent);
    }

    @Test
    void absentPropertiesStayAbsent() throws Exception {
        Channel channel = clients.channel();
        String queue = clients.queue(channel);
        BasicProperties none = new BasicProperties();
        channel.basicPublish("", queue, none, Wire.bytes("x"));
        assertThat(channel.basicGet(queue, true).getProps()).isEqualTo(none);
    }

    @Test
    void emptyPropertiesStayEmpty() throws Exception {
        Channel channel = clients.channel();
        String queue = clients.queue(channel);
        BasicProperties empty = new BasicProperties.Builder()
                .contentType("")
                .headers(Map.of())
                .correlationId("")
                .build();
        channel.basicPublish("", queue, empty, Wire.bytes("x"));
        assertThat(channel.basicGet(queue, true).getProps()).isEqualTo(empty);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {0, 1, 2, 131_063, 131_064, 131_065, 2 * 131_064 - 1, 2 * 131_064, 2 * 131_064 + 1, 1 << 20, LARGEST
            })
    void aBodyComesBackAsItWasSent(int length) throws Exception {
        Channel channel = clients.channel();
        String queue = clients.queue(channel);
        byte[] body = Wire.body(length);
        channel.basicPublish("", queue, null, body);
        assertThat(Wire.same(channel.basicGet(queue, true).getBody(), body)).isTrue();
        Inbox inbox = Inbox.autoAck(channel, queue);
        channel.basicPublish("", queue, null, body);
        assertThat(Wire.same(inbox.next().body(), body)).isTrue();
    }

    @Test
    void aBodyOverSixteenMebibytesClosesTheChannel() throws Exception {
        Channel channel = clients.channel();
        Channel other = clients.channel();
        String queue = clients.queue(other);
        channel.basicPublish("", queue, null, new byte[LARGEST + 1]);
        assertThat(Closed.later(channel))
                .isEqualTo("channel 406 PRECONDITION_FAILED - message size 16777217 is larger than configured max size"
                        + " 16777216");
        assertThat(other.messageCount(queue)).isZero();
    }

    @Test
    void getTellsExchangeKeyAndHowManyAreLeft() throws Exception {
        Channel channel = clients.channel();
        String queue = clients.queue(channel);
        channel.queueBind(queue, "amq.topic", queue + ".#");
        channel.basicPublish("amq.topic", queue + ".x", null, Wire.bytes("first"));
        Wire.send(channel, queue, "second", "third");
        GetResponse first = channel.basicGet(queue, true);
        assertThat(Wire.text(first)).isEqualTo("first");
        assertThat(first.getEnvelope().getExchange()).isEqualTo("amq.topic");
        assertThat(first.getEnvelope().getRoutingKey()).isEqualTo(queue + ".x");
        assertThat(first.getEnvelope().isRedeliver()).isFalse();
        assertThat(first.getMessageCount()).isEqualTo(2);
        GetResponse second = channel.basicGet(queue, true);
        assertThat(second.getEnvelope().getExchange()).isEmpty();
        assertThat(second.getMessageCount()).isEqualTo(1);
    }

    @Test
    void getOfAnEmptyQueueIsAnsweredWithEmpty() throws Exception {
        Channel channel = clients.channel();
        assertThat(channel.basicGet(clients.queue(channel), true)).isNull();
    }

    @Test
    void tagsCountFromOne_overGetAndDeliverTogether() throws Exception {
        Channel channel = clients.channel();
        String queue = clients.queue(channel);
        Wire.send(channel, queue, "a", "b", "c");
        assertThat(channel.basicGet(queue, false).getEnvelope().getDeliveryTag())
                .isEqualTo(1);
        assertThat(channel.basicGet(queue, true).getEnvelope().getDeliveryTag()).isEqualTo(2);
        assertThat(Inbox.acking(channel, queue).next().tag()).isEqualTo(3);
    }

    @Test
    void aDeliveryTellsConsumerExchangeAndKey() throws Exception {
        Channel channel = clients.channel();
        String queue = clients.queue(channel);
        channel.queueBind(queue, "amq.direct", queue);
        Inbox inbox = Inbox.autoAck(channel, queue);
        channel.basicPublish("amq.direct", queue, null, Wire.bytes("x"));
        Inbox.Letter letter = inbox.next();
        assertThat(letter.envelope().getExchange()).isEqualTo("amq.direct");
        assertThat(letter.envelope().getRoutingKey()).isEqualTo(queue);
        assertThat(letter.redelivered()).isFalse();
    }

    @Test
    void aChannelReadsItsOwnPublishesWithoutConfirms() throws Exception {
        Channel channel = clients.channel();
        String queue = clients.queue(channel);
        for (int i = 0; i < 500; i++) {
            Wire.send(channel, queue, "message " + i);
            assertThat(Wire.text(channel.basicGet(queue, true))).isEqualTo("message " + i);
        }
    }

    @Test
    void messagesOfOneChannelKeepTheirOrder_overSeveralExchanges() throws Exception {
        Channel channel = clients.channel();
        String queue = clients.queue(channel);
        channel.queueBind(queue, "amq.direct", queue);
        channel.queueBind(queue, "amq.topic", queue);
        String[] exchanges = {"amq.direct", "", "amq.topic"};
        for (int i = 1; i <= 300; i++) {
            channel.basicPublish(exchanges[i % 3], queue, null, Wire.bytes("" + i));
        }
        assertThat(Wire.drain(channel, queue)).containsExactly(Wire.numbers(300));
    }

    @Test
    void theImmediateFlagClosesTheConnection() throws Exception {
        RawConnection raw = clients.rawChannel();
        raw.publish(1, new AMQImpl.Basic.Publish(0, "", "x", false, true), Wire.PLAIN, Wire.bytes("x"));
        assertThat(raw.connectionError()).isEqualTo("540 NOT_IMPLEMENTED - immediate=true");
    }

    @Test
    void theUserIdMustBeTheLoginName() throws Exception {
        Channel channel = clients.channel();
        channel.basicPublish(
                "", "x", new BasicProperties.Builder().userId("bob").build(), Wire.bytes("x"));
        assertThat(Closed.later(channel))
                .isEqualTo("channel 406 PRECONDITION_FAILED - user_id property set to 'bob' but authenticated user was"
                        + " 'guest'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "abc:no_integer",
                "1x:{leftover_string,\"x\"}",
                "-1:{value_negative,-1}",
                "315360000001:{value_too_large,315360000001}"
            })
    void anExpirationMustBeAWholeNumber(String example) throws Exception {
        String expiration = example.substring(0, example.indexOf(':'));
        String reason = example.substring(example.indexOf(':') + 1);
        Channel channel = clients.channel();
        channel.basicPublish(
                "", "x", new BasicProperties.Builder().expiration(expiration).build(), Wire.bytes("x"));
        assertThat(Closed.later(channel))
                .isEqualTo("channel 406 PRECONDITION_FAILED - invalid expiration '" + expiration + "': " + reason);
    }
}
