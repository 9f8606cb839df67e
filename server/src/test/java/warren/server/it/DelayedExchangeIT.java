package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Exchanges of the type x-delayed-message, as RabbitMQ's plug-in has it. */
class DelayedExchangeIT {
    private static final long YEARS = Duration.ofDays(3_650).toMillis();

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

    private void declare(String type) throws Exception {
        channel.exchangeDeclare(exchange, "x-delayed-message", true, false, Map.of("x-delayed-type", type));
        channel.queueDeclare(queue, true, false, false, null);
        channel.queueBind(queue, exchange, "key");
    }

    private static BasicProperties delay(Object millis) {
        return Wire.PERSISTENT.builder().headers(Map.of("x-delay", millis)).build();
    }

    private void publish(String text, Object millis) throws Exception {
        channel.basicPublish(exchange, "key", true, delay(millis), Wire.bytes(text));
    }

    private static List<String> listed(String name) {
        return broker.ctl("-q", "list_exchanges", "name", "messages_delayed", "next_delayed_at").output().stream()
                .filter(line -> line.startsWith(name + "\t"))
                .map(line -> line.substring(name.length() + 1))
                .toList();
    }

    private void awaitDelayed(int count) throws Exception {
        Wire.await(count + " delayed", () -> listed(exchange).get(0).startsWith(count + "\t"));
    }

    @Test
    void messagesComeWhenTheyAreDue_andSayForHowLongTheyWaited() throws Exception {
        declare("direct");
        Inbox inbox = Inbox.autoAck(channel, queue);
        publish("late", 2_000);
        publish("soon", 500L);
        publish("text", "700");
        publish("now", 0);
        publish("past", -5);
        channel.basicPublish(exchange, "key", Wire.PERSISTENT, Wire.bytes("plain"));
        channel.waitForConfirmsOrDie(20_000);
        assertThat(inbox.texts(3)).containsExactly("now", "past", "plain");
        Inbox.Letter soon = inbox.next();
        assertThat(soon.text()).isEqualTo("soon");
        assertThat(soon.properties().getHeaders()).isEqualTo(Map.of("x-delay", -500L));
        assertThat(soon.envelope().getExchange()).isEqualTo(exchange);
        assertThat(inbox.texts(2)).containsExactly("text", "late");
        awaitDelayed(0);
    }

    @Test
    void aMessageIsRoutedWhenItIsDue_byTheRuleOfTheDelayedType() throws Exception {
        declare("topic");
        publish("1", 1_000);
        channel.waitForConfirmsOrDie(20_000);
        channel.queueUnbind(queue, exchange, "key");
        String later = clients.queue(channel);
        channel.queueBind(later, exchange, "*");
        assertThat(Inbox.autoAck(channel, later).texts(1)).containsExactly("1");
        assertThat(channel.messageCount(queue)).isZero();
    }

    @Test
    void aMandatoryMessageThatWaitsIsNotReturned() throws Exception {
        channel.exchangeDeclare(exchange, "x-delayed-message", false, true, Map.of("x-delayed-type", "fanout"));
        AtomicInteger returned = new AtomicInteger();
        channel.addReturnListener(message -> returned.incrementAndGet());
        publish("waits", 60_000);
        publish("nowhere", 0);
        channel.waitForConfirmsOrDie(20_000);
        assertThat(returned).hasValue(1);
        awaitDelayed(1);
    }

    @Test
    void confirmedMessagesSurviveACrash_andAreRoutedAfterIt() throws Exception {
        declare("direct");
        for (String number : Wire.numbers(500)) {
            publish(number, 3_000);
        }
        publish("in years", YEARS);
        channel.basicPublish(
                exchange,
                "key",
                Wire.PLAIN.builder().headers(Map.of("x-delay", YEARS)).build(),
                Wire.bytes("kept too"));
        channel.waitForConfirmsOrDie(20_000);
        broker.crash();
        reconnect();
        assertThat(Inbox.autoAck(channel, queue).texts(500)).containsExactly(Wire.numbers(500));
        awaitDelayed(2);
        long due = Long.parseLong(listed(exchange).get(0).split("\t")[1]);
        assertThat(due)
                .isGreaterThan(
                        System.currentTimeMillis() + YEARS - Duration.ofDays(1).toMillis());
    }

    @Test
    void whatFellDueWhileTheBrokerWasDownIsRoutedAtItsStart_andOnce() throws Exception {
        declare("direct");
        publish("1", 300);
        channel.waitForConfirmsOrDie(20_000);
        broker.process().kill();
        long due = System.currentTimeMillis() + 300;
        Wire.await("a broker that is down when the time comes", () -> System.currentTimeMillis() > due);
        broker.process().start();
        reconnect();
        Inbox inbox = Inbox.acking(channel, queue);
        channel.basicAck(inbox.next().tag(), false);
        awaitDelayed(0);
        broker.restart();
        reconnect();
        assertThat(channel.messageCount(queue)).isZero();
        assertThat(listed(exchange).get(0)).isEqualTo("0\t");
    }

    @Test
    void aTransactionDelaysAtItsCommit() throws Exception {
        declare("direct");
        Channel tx = clients.channel();
        tx.txSelect();
        tx.basicPublish(exchange, "key", delay(YEARS), Wire.bytes("1"));
        tx.basicPublish(exchange, "key", delay(0), Wire.bytes("2"));
        assertThat(listed(exchange).get(0)).isEqualTo("0\t");
        tx.txCommit();
        broker.crash();
        reconnect();
        awaitDelayed(1);
        assertThat(Wire.drain(channel, queue)).containsExactly("2");
    }

    @Test
    void aDeletedExchangeTakesWithItWhatWaits() throws Exception {
        declare("direct");
        publish("1", 500);
        channel.waitForConfirmsOrDie(20_000);
        channel.exchangeDelete(exchange);
        declare("direct");
        broker.restart();
        reconnect();
        awaitDelayed(0);
        publish("2", 600);
        assertThat(Inbox.autoAck(channel, queue).texts(1)).containsExactly("2");
    }

    @Test
    void theStoreIsNotForClients() throws Exception {
        declare("direct");
        String store = "amq.delayed." + exchange;
        assertThat(Closed.by(() -> channel.basicGet(store, true)))
                .isEqualTo("channel 403 ACCESS_REFUSED - queue '" + store + "' in vhost '/' is internal");
        Channel other = clients.channel();
        assertThat(Closed.by(() -> other.basicConsume(store, new Inbox(other))))
                .isEqualTo("channel 403 ACCESS_REFUSED - queue '" + store + "' in vhost '/' is internal");
        assertThat(broker.ctl("-q", "list_queues", "name").output()).noneMatch(line -> line.contains(store));
    }

    @Test
    void policiesDoNotTouchWhatIsDelayed() throws Exception {
        declare("direct");
        assertThat(broker.ctl("set_policy", "p", ".*", "{\"max-length\":0,\"message-ttl\":1}")
                        .status())
                .isZero();
        publish("1", 500);
        publish("2", YEARS);
        channel.waitForConfirmsOrDie(20_000);
        awaitDelayed(1);
        assertThat(broker.ctl("clear_policy", "p").status()).isZero();
    }

    @Test
    void declarationsAreRefusedInTheWordsOfThePlugIn() throws Exception {
        assertThat(refusal(Map.of()))
                .isEqualTo("channel 406 PRECONDITION_FAILED - Invalid argument, 'x-delayed-type' must be an existing"
                        + " exchange type");
        assertThat(refusal(Map.of("x-delayed-type", 5)))
                .isEqualTo("channel 406 PRECONDITION_FAILED - Invalid argument, 'x-delayed-type' must be an existing"
                        + " exchange type");
        assertThat(refusal(Map.of("x-delayed-type", "x-delayed-message")))
                .isEqualTo("channel 406 PRECONDITION_FAILED - Invalid argument, 'x-delayed-message' can't be used for"
                        + " 'x-delayed-type'");
        assertThat(refusal(Map.of("x-delayed-type", "x-magic")))
                .isEqualTo("connection 503 COMMAND_INVALID - unknown exchange type 'x-magic'");
        assertThat(refusal(Map.of("x-delayed-type", "x-recent-history", "x-recent-history-length", -1)))
                .startsWith("channel 406 PRECONDITION_FAILED - Invalid argument");
    }

    private String refusal(Map<String, Object> arguments) throws Exception {
        Channel refused = clients.connect().createChannel();
        return Closed.by(() -> refused.exchangeDeclare(exchange, "x-delayed-message", true, false, arguments));
    }
}
