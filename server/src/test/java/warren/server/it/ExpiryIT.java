package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Messages and queues that live for a while only. */
class ExpiryIT {
    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.shared();

    @RegisterExtension
    final Clients clients = new Clients(broker);

    private Channel channel;
    private String queue;

    @BeforeEach
    void open() throws Exception {
        channel = clients.channel();
        channel.confirmSelect();
        queue = clients.name("q");
    }

    private void declare(Map<String, Object> arguments) throws Exception {
        channel.queueDeclare(queue, false, false, false, arguments);
    }

    private void publish(String expiration, String text) throws Exception {
        BasicProperties properties =
                new BasicProperties.Builder().expiration(expiration).build();
        channel.basicPublish("", queue, properties, Wire.bytes(text));
    }

    /** A declaration may overtake publishes that are not confirmed. */
    private void expectCount(long count) throws Exception {
        assertThat(channel.waitForConfirms(10_000)).isTrue();
        assertThat(channel.messageCount(queue)).isEqualTo(count);
    }

    private void awaitCount(long count) throws Exception {
        Wire.await(count + " messages", () -> channel.messageCount(queue) == count);
    }

    @Test
    void aMessageExpiresAfterItsOwnTime() throws Exception {
        declare(null);
        publish("300", "short");
        publish("60000", "long");
        Wire.send(channel, queue, "for ever");
        expectCount(3);
        awaitCount(2);
        assertThat(Wire.drain(channel, queue)).containsExactly("long", "for ever");
    }

    @Test
    void messagesExpireAfterTheQueuesTime() throws Exception {
        declare(Map.of("x-message-ttl", 300));
        Wire.send(channel, queue, "1", "2");
        expectCount(2);
        awaitCount(0);
        assertThat(Wire.drain(channel, queue)).isEmpty();
    }

    @Test
    void theSmallerOfTheTwoTimesCounts() throws Exception {
        declare(Map.of("x-message-ttl", 60_000));
        publish("50", "less than the queue's");
        awaitCount(0);
        channel.queueDelete(queue);
        declare(Map.of("x-message-ttl", 50));
        publish("60000", "more than the queue's");
        awaitCount(0);
    }

    @Test
    void aTimeOfZeroAllowsADeliveryAtOnce_andNothingElse() throws Exception {
        declare(Map.of("x-message-ttl", 0));
        Wire.send(channel, queue, "nobody wants it");
        assertThat(Wire.text(channel.basicGet(queue, true))).isEqualTo("nothing");
        Inbox inbox = Inbox.acking(channel, queue);
        Wire.send(channel, queue, "1", "2");
        assertThat(inbox.texts(2)).containsExactly("1", "2");
        assertThat(channel.messageCount(queue)).isZero();
    }

    @Test
    void anExpirationOfZeroDoesTheSame() throws Exception {
        declare(null);
        publish("0", "nobody wants it");
        expectCount(0);
        Inbox inbox = Inbox.acking(channel, queue);
        publish("0", "1");
        assertThat(inbox.next().properties().getExpiration()).isEqualTo("0");
    }

    @Test
    void whatAConsumerHoldsDoesNotExpire_untilItComesBack() throws Exception {
        declare(null);
        publish("100", "held");
        publish("100", "waiting");
        long tag = channel.basicGet(queue, false).getEnvelope().getDeliveryTag();
        awaitCount(0);
        channel.basicNack(tag, false, true);
        assertThat(Wire.text(channel.basicGet(queue, true))).isEqualTo("nothing");
    }

    @Test
    void aMessageThatCameBackKeepsItsTime() throws Exception {
        declare(null);
        publish("300", "once");
        long tag = channel.basicGet(queue, false).getEnvelope().getDeliveryTag();
        channel.basicNack(tag, false, true);
        awaitCount(0);
    }

    @Test
    void manyMessagesExpireTogether() throws Exception {
        declare(Map.of("x-message-ttl", 200));
        Wire.send(channel, queue, Wire.numbers(2_000));
        assertThat(channel.waitForConfirms(10_000)).isTrue();
        awaitCount(0);
    }
}
