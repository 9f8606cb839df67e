package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What expires and dies in durable queues while the broker comes and goes. */
class DeathAndRestartIT {
    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.own();

    @RegisterExtension
    final Clients clients = new Clients(broker);

    private Channel channel() throws Exception {
        Channel channel = clients.connect().createChannel();
        channel.confirmSelect();
        return channel;
    }

    private static void publish(Channel channel, String queue, String expiration, String text) throws Exception {
        BasicProperties properties = new BasicProperties.Builder()
                .deliveryMode(2)
                .expiration(expiration)
                .build();
        channel.basicPublish("", queue, properties, Wire.bytes(text));
    }

    @Test
    void timeGoesOnWhileTheBrokerIsDown() throws Exception {
        String queue = clients.name("q");
        Channel channel = channel();
        channel.queueDeclare(queue, true, false, false, null);
        publish(channel, queue, "500", "short");
        publish(channel, queue, "600000", "long");
        publish(channel, queue, "500", "short");
        assertThat(channel.waitForConfirms(10_000)).isTrue();
        broker.crash();
        Channel after = channel();
        Wire.await("two dead", () -> after.messageCount(queue) == 1);
        broker.crash();
        assertThat(Wire.drain(channel(), queue)).containsExactly("long");
    }

    @Test
    void noDeadLetterIsLostInACrash() throws Exception {
        String source = clients.name("source");
        String graves = clients.name("graves");
        Channel channel = channel();
        channel.queueDeclare(graves, true, false, false, null);
        channel.queueDeclare(
                source,
                true,
                false,
                false,
                Map.of("x-message-ttl", 100, "x-dead-letter-exchange", "", "x-dead-letter-routing-key", graves));
        for (int i = 1; i <= 5_000; i++) {
            channel.basicPublish("", source, Wire.PERSISTENT, Wire.bytes(String.valueOf(i)));
        }
        assertThat(channel.waitForConfirms(20_000)).isTrue();
        broker.crash();
        Channel after = channel();
        Set<String> found = new TreeSet<>();
        Wire.await("all of them", () -> {
            found.addAll(Wire.drain(after, graves));
            return found.size() == 5_000;
        });
        assertThat(after.messageCount(source)).isZero();
    }
}
