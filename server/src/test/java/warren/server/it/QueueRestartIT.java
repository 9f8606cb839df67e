package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the kinds of queues still know after the broker was killed. */
class QueueRestartIT {
    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.own();

    @RegisterExtension
    final Clients clients = new Clients(broker);

    private Channel channel;
    private String queue;

    @BeforeEach
    void open() throws Exception {
        queue = clients.name("q");
        reconnect();
    }

    private void reconnect() throws Exception {
        channel = clients.connect().createChannel();
        channel.confirmSelect();
    }

    private void publish(String text, BasicProperties properties) throws Exception {
        channel.basicPublish("", queue, properties, Wire.bytes(text));
        channel.waitForConfirmsOrDie(20_000);
    }

    private void crash() throws Exception {
        broker.crash();
        reconnect();
    }

    @Test
    void priorities() throws Exception {
        channel.queueDeclare(queue, true, false, false, Map.of("x-max-priority", 5));
        var persistent = new BasicProperties.Builder().deliveryMode(2);
        publish("1a", persistent.priority(1).build());
        publish("5a", persistent.priority(5).build());
        publish("lost", persistent.priority(5).deliveryMode(1).build());
        publish("1b", persistent.priority(1).deliveryMode(2).build());
        publish("9", persistent.priority(9).build());
        crash();
        assertThat(Wire.drain(channel, queue)).containsExactly("5a", "9", "1a", "1b");
    }

    @Test
    void theSingleActiveConsumerQueueServesOne() throws Exception {
        channel.queueDeclare(queue, true, false, false, Map.of("x-single-active-consumer", true));
        publish("m", Wire.PERSISTENT);
        crash();
        Inbox first = Inbox.acking(channel, queue);
        Inbox second = Inbox.acking(channel, queue);
        assertThat(first.next().text()).isEqualTo("m");
        publish("n", Wire.PERSISTENT);
        assertThat(first.next().text()).isEqualTo("n");
        assertThat(second.staysEmpty()).isTrue();
    }

    @Test
    void aQuorumQueueKeepsEveryMessage_andHowOftenItCameBack() throws Exception {
        channel.queueDeclare(queue, true, false, false, Map.of("x-queue-type", "quorum"));
        publish("passing", Wire.PLAIN);
        GetResponse got = channel.basicGet(queue, false);
        channel.basicNack(got.getEnvelope().getDeliveryTag(), false, true);
        channel.messageCount(queue);
        // the count goes with the next event
        publish("persistent", Wire.PERSISTENT);
        crash();
        got = channel.basicGet(queue, true);
        assertThat(Wire.text(got)).isEqualTo("passing");
        assertThat(got.getEnvelope().isRedeliver()).isTrue();
        assertThat(got.getProps().getHeaders()).containsEntry("x-delivery-count", 1L);
        assertThat(Wire.drain(channel, queue)).containsExactly("persistent");
    }

    @Test
    void aQuorumQueueIsListedAsOne() throws Exception {
        channel.queueDeclare(queue, true, false, false, Map.of("x-queue-type", "quorum"));
        crash();
        assertThat(broker.ctl("list_queues", "-q", "name", "type").output()).contains(queue + "\tquorum");
    }
}
