package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Duplicates by the header x-deduplication-header, as in the community's plug-in rabbitmq-message-deduplication. */
class DeduplicationIT {
    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.own();

    @RegisterExtension
    final Clients clients = new Clients(broker);

    private Channel channel;
    private String exchange;
    private String queue;

    @BeforeEach
    void open() throws Exception {
        reconnect();
        exchange = clients.name("x");
        queue = clients.name("q");
    }

    private void reconnect() throws Exception {
        channel = clients.connect().createChannel();
        channel.confirmSelect();
    }

    private void declareExchange(int size, Object... more) throws Exception {
        Map<String, Object> arguments = new HashMap<>(Map.of("x-cache-size", size));
        for (int i = 0; i < more.length; i += 2) {
            arguments.put((String) more[i], more[i + 1]);
        }
        channel.exchangeDeclare(exchange, "x-message-deduplication", true, false, arguments);
        channel.queueDeclare(queue, true, false, false, null);
        channel.queueBind(queue, exchange, "");
    }

    private void declareQueue(Map<String, Object> more) throws Exception {
        Map<String, Object> arguments = new HashMap<>(more);
        arguments.put("x-message-deduplication", true);
        channel.queueDeclare(queue, true, false, false, arguments);
    }

    private static BasicProperties key(Object key) {
        return Wire.PERSISTENT
                .builder()
                .headers(Map.of("x-deduplication-header", key))
                .build();
    }

    private void publish(Object key, String text) throws Exception {
        channel.basicPublish(exchange, "any", key(key), Wire.bytes(text));
    }

    private void send(Object key, String text) throws Exception {
        channel.basicPublish("", queue, key(key), Wire.bytes(text));
    }

    private void confirmed() throws Exception {
        channel.waitForConfirmsOrDie(20_000);
    }

    @Test
    void anExchangeConfirmsAndDropsDuplicates() throws Exception {
        declareExchange(100);
        publish("a", "1");
        publish("a", "2");
        publish(7, "3");
        publish(7L, "4");
        publish("7", "5");
        channel.basicPublish(exchange, "", Wire.PERSISTENT, Wire.bytes("6"));
        channel.basicPublish(exchange, "", Wire.PERSISTENT, Wire.bytes("7"));
        confirmed();
        assertThat(Wire.drain(channel, queue)).containsExactly("1", "3", "5", "6", "7");
        assertThat(broker.ctl("-q", "list_exchanges", "name", "cache_entries").output())
                .contains(exchange + "\t3");
        publish("a", "8");
        confirmed();
        assertThat(Wire.drain(channel, queue)).isEmpty();
    }

    @Test
    void theOldestKeysMakeRoom() throws Exception {
        declareExchange(2);
        for (String key : new String[] {"a", "b", "c", "b", "a"}) {
            publish(key, key);
        }
        confirmed();
        assertThat(Wire.drain(channel, queue)).containsExactly("a", "b", "c", "a");
    }

    @Test
    void aKeyCountsForItsTime_whichAMessageMaySetItself() throws Exception {
        declareExchange(100, "x-cache-ttl", 300);
        publish("a", "1");
        channel.basicPublish(
                exchange,
                "",
                Wire.PERSISTENT
                        .builder()
                        .headers(Map.of("x-deduplication-header", "b", "x-cache-ttl", 3_600_000))
                        .build(),
                Wire.bytes("2"));
        confirmed();
        Wire.await("a key whose time is over", () -> {
            publish("a", "3");
            confirmed();
            return channel.messageCount(queue) == 3;
        });
        publish("b", "4");
        confirmed();
        assertThat(Wire.drain(channel, queue)).containsExactly("1", "2", "3");
    }

    @Test
    void aWindowOnDiskSurvivesACrash_andOneInMemoryDoesNot() throws Exception {
        declareExchange(1_000, "x-cache-persistence", "disk");
        String other = clients.name("x");
        channel.exchangeDeclare(other, "x-message-deduplication", true, false, Map.of("x-cache-size", 10));
        channel.queueBind(queue, other, "");
        for (String number : Wire.numbers(500)) {
            publish(number, number);
        }
        channel.basicPublish(other, "", key("m"), Wire.bytes("memory"));
        confirmed();
        // the keys follow their messages
        publish("last", "last");
        confirmed();
        broker.restart();
        reconnect();
        assertThat(Wire.drain(channel, queue)).hasSize(502);
        for (String number : Wire.numbers(500)) {
            publish(number, number);
        }
        channel.basicPublish(other, "", key("m"), Wire.bytes("again"));
        publish("new", "new");
        confirmed();
        assertThat(Wire.drain(channel, queue)).containsExactly("again", "new");
        broker.crash();
        reconnect();
        publish("1", "1");
        publish("500", "500");
        confirmed();
        // what was fetched just before the crash may be back
        assertThat(Wire.drain(channel, queue)).doesNotContain("1", "500");
        assertThat(broker.ctl("-q", "list_queues", "name").output()).noneMatch(line -> line.contains("amq.seen"));
    }

    @Test
    void aRefusedMessageIsNoDuplicateWhenItComesAgain() throws Exception {
        channel.exchangeDeclare(exchange, "x-message-deduplication", true, false, Map.of("x-cache-size", 10));
        channel.queueDeclare(queue, true, false, false, Map.of("x-max-length", 1, "x-overflow", "reject-publish"));
        channel.queueBind(queue, exchange, "");
        publish("a", "1");
        confirmed();
        publish("b", "2");
        assertThat(channel.waitForConfirms(20_000)).isFalse();
        assertThat(Wire.drain(channel, queue)).containsExactly("1");
        publish("b", "2");
        confirmed();
        assertThat(Wire.drain(channel, queue)).containsExactly("2");
    }

    @Test
    void aRolledBackMessageIsNoDuplicateWhenItComesAgain() throws Exception {
        declareExchange(10);
        Channel tx = clients.channel();
        tx.txSelect();
        tx.basicPublish(exchange, "", key("a"), Wire.bytes("1"));
        tx.txRollback();
        tx.basicPublish(exchange, "", key("a"), Wire.bytes("2"));
        tx.txCommit();
        assertThat(Wire.drain(channel, queue)).containsExactly("2");
    }

    @Test
    void aQueueTakesNoMessageTwiceWhileTheFirstIsInIt() throws Exception {
        declareQueue(Map.of());
        send("a", "1");
        send("a", "2");
        send("b", "3");
        confirmed();
        GetResponse first = channel.basicGet(queue, false);
        send("a", "4");
        confirmed();
        channel.basicNack(first.getEnvelope().getDeliveryTag(), false, true);
        send("a", "5");
        confirmed();
        assertThat(Wire.drain(channel, queue)).containsExactly("1", "3");
        send("a", "6");
        confirmed();
        assertThat(Wire.drain(channel, queue)).containsExactly("6");
    }

    @Test
    void whatAQueueHoldsIsKnownAfterACrash() throws Exception {
        declareQueue(Map.of());
        for (String number : Wire.numbers(300)) {
            send(number, number);
        }
        confirmed();
        broker.crash();
        reconnect();
        for (String number : Wire.numbers(301)) {
            send(number, number);
        }
        confirmed();
        assertThat(Wire.drain(channel, queue)).containsExactly(Wire.numbers(301));
    }

    @Test
    void aPurgedOrExpiredMessageIsNoDuplicate() throws Exception {
        declareQueue(Map.of("x-message-ttl", 300));
        send("a", "1");
        confirmed();
        channel.queuePurge(queue);
        send("a", "2");
        confirmed();
        Wire.await("it expired", () -> channel.messageCount(queue) == 0);
        send("a", "3");
        confirmed();
        assertThat(channel.messageCount(queue)).isEqualTo(1);
    }

    @Test
    void aPolicySwitchesItOn() throws Exception {
        channel.queueDeclare(queue, true, false, false, null);
        assertThat(broker.ctl("set_policy", "p", "^" + queue, "{\"x-message-deduplication\":true}")
                        .status())
                .isZero();
        send("a", "1");
        send("a", "2");
        confirmed();
        assertThat(broker.ctl("clear_policy", "p").status()).isZero();
        send("a", "3");
        confirmed();
        assertThat(Wire.drain(channel, queue)).containsExactly("1", "3");
    }

    @Test
    void declarationsAreRefusedInTheWordsOfThePlugIn() throws Exception {
        assertThat(refusal(Map.of()))
                .isEqualTo("channel 406 PRECONDITION_FAILED - Missing or invalid argument, 'x-cache-size' must be an"
                        + " integer greater than 0");
        assertThat(refusal(Map.of("x-cache-size", 1, "x-cache-ttl", 0)))
                .isEqualTo("channel 406 PRECONDITION_FAILED - Invalid argument, 'x-cache-ttl' must be an integer"
                        + " greater than 0");
        assertThat(refusal(Map.of("x-cache-size", "10", "x-cache-persistence", "tape")))
                .isEqualTo("channel 406 PRECONDITION_FAILED - Invalid argument, 'x-cache-persistence' must be either"
                        + " 'disk' or 'memory'");
    }

    private String refusal(Map<String, Object> arguments) throws Exception {
        Channel refused = clients.connect().createChannel();
        return Closed.by(() -> refused.exchangeDeclare(exchange, "x-message-deduplication", true, false, arguments));
    }
}
