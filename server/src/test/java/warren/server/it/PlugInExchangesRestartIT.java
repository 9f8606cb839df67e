package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a restart leaves of the exchange types of RabbitMQ's plug-ins. */
class PlugInExchangesRestartIT {
    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.own();

    @RegisterExtension
    final Clients clients = new Clients(broker);

    @Test
    void aKeyGoesTheSameWayAfterARestart() throws Exception {
        Channel channel = clients.channel();
        String exchange = clients.name("x");
        channel.exchangeDeclare(exchange, "x-consistent-hash", true, false, Map.of());
        List<String> queues = List.of(clients.name("q"), clients.name("q"), clients.name("q"));
        for (String queue : queues) {
            channel.queueDeclare(queue, true, false, false, null);
            channel.queueBind(queue, exchange, "10");
        }
        List<List<String>> before = publish(channel, exchange, queues);
        assertThat(before).noneMatch(List::isEmpty);
        broker.restart();
        assertThat(publish(clients.connect().createChannel(), exchange, queues)).isEqualTo(before);
    }

    @Test
    void historyIsForgotten_andNotHandedOutTwice() throws Exception {
        Channel channel = clients.connect().createChannel();
        String exchange = clients.name("x");
        channel.exchangeDeclare(exchange, "x-recent-history", true, false, Map.of());
        channel.basicPublish(exchange, "", Wire.PERSISTENT, Wire.bytes("1"));
        String queue = clients.name("q");
        channel.queueDeclare(queue, true, false, false, null);
        channel.queueBind(queue, exchange, "");
        broker.restart();
        channel = clients.connect().createChannel();
        assertThat(Wire.drain(channel, queue)).containsExactly("1");
        String late = clients.queue(channel);
        channel.queueBind(late, exchange, "");
        assertThat(Wire.drain(channel, late)).isEmpty();
    }

    private static List<List<String>> publish(Channel channel, String exchange, List<String> queues) throws Exception {
        for (String number : Wire.numbers(60)) {
            channel.basicPublish(exchange, number, Wire.PLAIN, Wire.bytes(number));
        }
        return List.of(
                Wire.drain(channel, queues.get(0)),
                Wire.drain(channel, queues.get(1)),
                Wire.drain(channel, queues.get(2)));
    }
}
