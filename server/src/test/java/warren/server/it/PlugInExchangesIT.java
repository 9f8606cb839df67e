package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The exchange types that RabbitMQ has in plug-ins; a peer needs them enabled. */
class PlugInExchangesIT {
    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.shared();

    @RegisterExtension
    final Clients clients = new Clients(broker);

    private Channel channel;
    private String exchange;

    @BeforeEach
    void open() throws Exception {
        channel = clients.channel();
        exchange = clients.name("x");
    }

    private void declare(String type, Map<String, Object> arguments) throws Exception {
        channel.exchangeDeclare(exchange, type, false, false, arguments);
    }

    private List<String> bindQueues(String... keys) throws Exception {
        List<String> queues = new ArrayList<>();
        for (String key : keys) {
            queues.add(clients.queue(channel));
            channel.queueBind(queues.get(queues.size() - 1), exchange, key);
        }
        return queues;
    }

    private void publish(String... keys) throws Exception {
        for (String key : keys) {
            channel.basicPublish(exchange, key, null, Wire.bytes(key));
        }
    }

    private List<List<String>> drain(List<String> queues) throws Exception {
        List<List<String>> found = new ArrayList<>();
        for (String queue : queues) {
            found.add(Wire.drain(channel, queue));
        }
        return found;
    }

    @Test
    void consistentHash_sharesOutKeys_oneQueueForEach() throws Exception {
        declare("x-consistent-hash", Map.of());
        List<String> queues = bindQueues("1", "1");
        publish(Wire.numbers(200));
        List<List<String>> first = drain(queues);
        assertThat(first).allMatch(share -> share.size() > 50);
        assertThat(first.get(0).size() + first.get(1).size()).isEqualTo(200);
        publish(Wire.numbers(200));
        assertThat(drain(queues)).isEqualTo(first);
    }

    @Test
    void consistentHash_byHeader() throws Exception {
        declare("x-consistent-hash", Map.of("hash-header", "customer"));
        List<String> queues = bindQueues("1", "1", "1");
        for (String number : Wire.numbers(60)) {
            var headers = new BasicProperties.Builder().headers(Map.of("customer", "c"));
            channel.basicPublish(exchange, number, headers.build(), Wire.bytes(number));
        }
        assertThat(drain(queues).stream().filter(share -> !share.isEmpty())).hasSize(1);
    }

    @Test
    void consistentHash_refusesArgumentsAndWeights() throws Exception {
        assertThat(Closed.by(() -> declare("x-consistent-hash", Map.of("hash-header", "a", "hash-property", "b"))))
                .isEqualTo("channel 406 PRECONDITION_FAILED - hash-header and hash-property are mutually exclusive");
        channel = clients.channel();
        assertThat(Closed.by(() -> declare("x-consistent-hash", Map.of("hash-property", "app_id"))))
                .isEqualTo("channel 406 PRECONDITION_FAILED - Unsupported property: app_id");
        channel = clients.channel();
        declare("x-consistent-hash", Map.of());
        assertThat(Closed.by(() -> bindQueues("heavy")))
                .isEqualTo("channel 406 PRECONDITION_FAILED - The binding key must be an integer: <<\"heavy\">>");
        channel = clients.channel();
        assertThat(Closed.by(() -> bindQueues("0")))
                .isEqualTo("channel 406 PRECONDITION_FAILED - The binding key must be greater than 0");
    }

    @Test
    void modulusHash_sharesOutKeys_whateverTheBindingKeys() throws Exception {
        declare("x-modulus-hash", Map.of());
        List<String> queues = bindQueues("a", "b");
        publish(Wire.numbers(200));
        List<List<String>> first = drain(queues);
        assertThat(first).allMatch(share -> share.size() > 50);
        publish(Wire.numbers(200));
        assertThat(drain(queues)).isEqualTo(first);
    }

    @Test
    void random_givesEachMessageToOneQueue() throws Exception {
        declare("x-random", Map.of());
        List<String> queues = bindQueues("a", "b", "b");
        publish(Wire.numbers(300));
        List<List<String>> found = drain(queues);
        assertThat(found).allMatch(share -> share.size() > 50);
        assertThat(found.stream().mapToInt(List::size).sum()).isEqualTo(300);
    }

    @Test
    void recentHistory_isTheFirstThatANewQueueGets() throws Exception {
        declare("x-recent-history", Map.of("x-recent-history-length", 3));
        publish(Wire.numbers(5));
        var unstored = new BasicProperties.Builder().headers(Map.of("x-recent-history-no-store", true));
        channel.basicPublish(exchange, "6", unstored.build(), Wire.bytes("6"));
        String queue = bindQueues("any").get(0);
        publish("7");
        GetResponse first = channel.basicGet(queue, true);
        assertThat(first.getEnvelope().getExchange()).isEqualTo(exchange);
        assertThat(first.getEnvelope().getRoutingKey()).isEqualTo("3");
        assertThat(first.getEnvelope().isRedeliver()).isFalse();
        assertThat(Wire.drain(channel, queue)).containsExactly("4", "5", "7");
        channel.queueBind(queue, exchange, "any");
        assertThat(Wire.drain(channel, queue)).as("bound already").isEmpty();
    }

    @Test
    void recentHistory_goesThroughABoundExchange() throws Exception {
        declare("x-recent-history", Map.of());
        publish("1", "2");
        String other = clients.name("fan");
        channel.exchangeDeclare(other, "fanout");
        String queue = clients.queue(channel);
        channel.queueBind(queue, other, "");
        channel.exchangeBind(other, exchange, "");
        Wire.await("the history comes", () -> channel.messageCount(queue) == 2);
        // RabbitMQ 3.10 hands it out newest first on this way
        assertThat(Wire.drain(channel, queue)).containsExactlyInAnyOrder("1", "2");
    }

    @Test
    void recentHistory_refusesALengthOfNothing() {
        assertThat(Closed.by(() -> declare("x-recent-history", Map.of("x-recent-history-length", 0))))
                .isEqualTo("channel 406 PRECONDITION_FAILED - Invalid argument 0, 'x-recent-history-length' must be a"
                        + " positive integer");
    }

    @Test
    void consistentHash_sharesOutOverExchanges_andItsAlternateGetsTheRest() throws Exception {
        String alternate = clients.name("ae");
        channel.exchangeDeclare(alternate, "fanout");
        String rest = clients.queue(channel);
        channel.queueBind(rest, alternate, "");
        declare("x-consistent-hash", Map.of("alternate-exchange", alternate));
        publish("nobody");
        assertThat(Wire.drain(channel, rest)).containsExactly("nobody");
        List<String> queues = new ArrayList<>();
        for (String name : List.of(clients.name("e"), clients.name("e"))) {
            channel.exchangeDeclare(name, "fanout");
            channel.exchangeBind(name, exchange, "5");
            queues.add(clients.queue(channel));
            channel.queueBind(queues.get(queues.size() - 1), name, "");
        }
        publish(Wire.numbers(100));
        assertThat(drain(queues)).allMatch(share -> share.size() > 15);
        assertThat(Wire.drain(channel, rest)).isEmpty();
    }
}
