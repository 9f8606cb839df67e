package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PersistenceIT {
    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.own();

    @RegisterExtension
    final Clients clients = new Clients(broker);

    /** The two ways a broker comes back. */
    enum Comeback {
        SIGTERM,
        KILL_9;

        void happen() {
            if (this == SIGTERM) {
                broker.restart();
            } else {
                broker.crash();
            }
        }
    }

    private static boolean missing(String refusal) {
        return refusal.startsWith("channel 404 NOT_FOUND");
    }

    private void publishConfirmed(String queue, BasicProperties properties, String... texts) throws Exception {
        Channel channel = clients.connect().createChannel();
        channel.confirmSelect();
        for (String text : texts) {
            channel.basicPublish("", queue, properties, Wire.bytes(text));
        }
        channel.waitForConfirmsOrDie(20_000);
    }

    @ParameterizedTest
    @EnumSource
    void durableThingsAndPersistentMessagesSurvive(Comeback comeback) throws Exception {
        Channel before = clients.connect().createChannel();
        String exchange = clients.name("exchange");
        String inner = clients.name("inner");
        String queue = clients.name("queue");
        before.exchangeDeclare(exchange, "topic", true);
        before.exchangeDeclare(inner, "fanout", true, false, true, null);
        before.exchangeBind(inner, exchange, "a.#");
        before.queueDeclare(queue, true, false, false, null);
        before.queueBind(queue, inner, "");
        publishConfirmed(queue, Wire.PERSISTENT, Wire.numbers(100));

        comeback.happen();

        Channel after = clients.connect().createChannel();
        assertThat(after.queueDeclare(queue, true, false, false, null).getMessageCount())
                .isEqualTo(100);
        after.exchangeDeclare(exchange, "topic", true);
        after.exchangeDeclare(inner, "fanout", true, false, true, null);
        after.basicPublish(exchange, "a.b", Wire.PERSISTENT, Wire.bytes("101"));
        assertThat(Wire.drain(after, queue)).containsExactly(Wire.numbers(101));
    }

    @ParameterizedTest
    @EnumSource
    void transientThingsDoNotSurvive(Comeback comeback) throws Exception {
        Channel before = clients.connect().createChannel();
        String exchange = clients.name("exchange");
        String queue = clients.name("queue");
        String durable = clients.name("durable");
        before.exchangeDeclare(exchange, "direct", false);
        before.queueDeclare(queue, false, false, false, null);
        before.queueDeclare(durable, true, false, false, null);
        before.queueBind(durable, exchange, "key");
        publishConfirmed(queue, Wire.PERSISTENT, "in a transient queue");
        publishConfirmed(durable, Wire.PLAIN, "transient");

        comeback.happen();

        Connection connection = clients.connect();
        assertThat(missing(Closed.by(() -> connection.createChannel().queueDeclarePassive(queue))))
                .isTrue();
        assertThat(missing(Closed.by(() -> connection.createChannel().exchangeDeclarePassive(exchange))))
                .isTrue();
        assertThat(Wire.drain(connection.createChannel(), durable)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void acknowledgedMessagesStayGone_unacknowledgedOnesComeBackInOrder(Comeback comeback) throws Exception {
        Channel before = clients.connect().createChannel();
        String queue = clients.name("queue");
        before.queueDeclare(queue, true, false, false, null);
        publishConfirmed(queue, Wire.PERSISTENT, Wire.numbers(10));
        for (int i = 1; i <= 6; i++) {
            GetResponse next = before.basicGet(queue, false);
            if (i % 2 == 0) {
                before.basicAck(next.getEnvelope().getDeliveryTag(), false);
            }
        }
        // The broker has written the acknowledgements when a transaction after them is committed.
        Channel transaction = clients.connect().createChannel();
        transaction.txSelect();
        transaction.basicAck(transaction.basicGet(queue, false).getEnvelope().getDeliveryTag(), false);
        transaction.txCommit();
        before.queueDeclarePassive(queue);

        comeback.happen();

        Channel after = clients.connect().createChannel();
        List<String> left = Wire.drain(after, queue);
        if (comeback == Comeback.SIGTERM) {
            assertThat(left).containsExactly("1", "3", "5", "8", "9", "10");
        } else {
            assertThat(left).containsSubsequence("1", "3", "5", "8", "9", "10");
        }
    }

    @ParameterizedTest
    @EnumSource
    void messagesComeBackWhole(Comeback comeback) throws Exception {
        Channel before = clients.connect().createChannel();
        String queue = clients.name("queue");
        before.queueDeclare(queue, true, false, false, null);
        BasicProperties properties = new BasicProperties.Builder()
                .deliveryMode(2)
                .contentType("text/plain")
                .headers(Map.of("a", 1L, "b", List.of(true, "x")))
                .correlationId("c")
                .build();
        byte[] large = Wire.body(300_000);
        before.confirmSelect();
        before.basicPublish("", queue, properties, large);
        before.waitForConfirmsOrDie(10_000);

        comeback.happen();

        GetResponse back = clients.connect().createChannel().basicGet(queue, true);
        assertThat(Wire.same(back.getBody(), large)).isTrue();
        assertThat(back.getProps().getContentType()).isEqualTo("text/plain");
        assertThat(back.getProps().getCorrelationId()).isEqualTo("c");
        assertThat(back.getProps().getHeaders().get("a")).isEqualTo(1L);
        assertThat(back.getEnvelope().getRoutingKey()).isEqualTo(queue);
    }

    @ParameterizedTest
    @EnumSource
    void deletedThingsStayDeleted_andUnboundOnesUnbound(Comeback comeback) throws Exception {
        Channel before = clients.connect().createChannel();
        String queue = clients.name("queue");
        String other = clients.name("other");
        before.queueDeclare(queue, true, false, false, null);
        before.queueDeclare(other, true, false, false, null);
        before.queueBind(other, "amq.direct", other);
        publishConfirmed(queue, Wire.PERSISTENT, "x");
        publishConfirmed(other, Wire.PERSISTENT, "x");
        before.queueDelete(queue);
        before.queuePurge(other);
        before.queueUnbind(other, "amq.direct", other);

        comeback.happen();

        Connection connection = clients.connect();
        assertThat(missing(Closed.by(() -> connection.createChannel().queueDeclarePassive(queue))))
                .isTrue();
        Channel after = connection.createChannel();
        after.basicPublish("amq.direct", other, Wire.PERSISTENT, Wire.bytes("y"));
        if (comeback == Comeback.SIGTERM) {
            assertThat(Wire.drain(after, other)).isEmpty();
        } else {
            assertThat(Wire.drain(after, other)).doesNotContain("y");
        }
    }

    /** RabbitMQ loses what is in the mailboxes of its queues then. */
    @Test
    void aStopWritesWhatNobodyWaitedFor() throws Exception {
        Connection connection = clients.connect();
        Channel before = connection.createChannel();
        String queue = clients.name("queue");
        String settled = clients.name("settled");
        before.queueDeclare(queue, true, false, false, null);
        before.queueDeclare(settled, true, false, false, null);
        publishConfirmed(settled, Wire.PERSISTENT, Wire.numbers(1_000));
        for (String number : Wire.numbers(998)) {
            assertThat(Wire.bytes(number))
                    .isEqualTo(before.basicGet(settled, true).getBody());
        }
        before.basicGet(settled, false);
        for (String number : Wire.numbers(5_000)) {
            before.basicPublish("", queue, Wire.PERSISTENT, Wire.bytes(number));
        }
        connection.close();

        broker.restart();

        Channel after = clients.connect().createChannel();
        assertThat(Wire.drain(after, queue)).containsExactly(Wire.numbers(5_000));
        GetResponse again = after.basicGet(settled, true);
        assertThat(Wire.bytes("999")).isEqualTo(again.getBody());
        assertThat(again.getEnvelope().isRedeliver()).isTrue();
        assertThat(Wire.drain(after, settled)).containsExactly("1000");
    }

    @Test
    void confirmedMessagesSurviveKill9UnderLoad() throws Exception {
        String queue = clients.name("load");
        clients.connect().createChannel().queueDeclare(queue, true, false, false, null);
        Set<Long> confirmed = new ConcurrentSkipListSet<>();
        AtomicLong confirmedUpTo = new AtomicLong();
        CountDownLatch warm = new CountDownLatch(1);
        Channel publishing = clients.connect().createChannel();
        publishing.confirmSelect();
        publishing.addConfirmListener(
                (tag, multiple) -> {
                    for (long each = multiple ? confirmedUpTo.get() + 1 : tag; each <= tag; each++) {
                        confirmed.add(each);
                    }
                    if (multiple) {
                        confirmedUpTo.set(tag);
                    }
                    if (confirmed.size() > 2000) {
                        warm.countDown();
                    }
                },
                (tag, multiple) -> {});
        Thread load = new Thread(() -> {
            try {
                for (long number = 1; true; number++) {
                    publishing.basicPublish("", queue, Wire.PERSISTENT, Wire.bytes("" + number));
                }
            } catch (IOException | AlreadyClosedException killed) {
                // That is what we came for.
            }
        });
        load.start();
        assertThat(warm.await(30, TimeUnit.SECONDS)).isTrue();

        broker.process().kill();
        load.join(10_000);
        broker.process().start();

        Channel after = clients.connect().createChannel();
        Inbox inbox = Inbox.autoAck(after, queue);
        Set<Long> missing = new ConcurrentSkipListSet<>(confirmed);
        long last = 0;
        while (!missing.isEmpty()) {
            long number = Long.parseLong(inbox.next().text());
            assertThat(number).isGreaterThan(last);
            last = number;
            missing.remove(number);
            assertThat(missing.stream().filter(each -> each < number).collect(Collectors.toSet()))
                    .isEmpty();
        }
    }

    @Test
    void aTransactionThatWasCommittedSurvivesKill9() throws Exception {
        String queue = clients.name("tx");
        Channel before = clients.connect().createChannel();
        before.queueDeclare(queue, true, false, false, null);
        before.txSelect();
        for (String number : Wire.numbers(50)) {
            before.basicPublish("", queue, Wire.PERSISTENT, Wire.bytes(number));
        }
        before.txCommit();
        before.basicPublish("", queue, Wire.PERSISTENT, Wire.bytes("never committed"));
        broker.crash();
        assertThat(Wire.drain(clients.connect().createChannel(), queue)).containsExactly(Wire.numbers(50));
    }

    @Test
    void messagesSurviveSeveralCrashesInARow() throws Exception {
        String queue = clients.name("again");
        clients.connect().createChannel().queueDeclare(queue, true, false, false, null);
        for (int round = 0; round < 3; round++) {
            publishConfirmed(
                    queue,
                    Wire.PERSISTENT,
                    String.valueOf(3 * round + 1),
                    String.valueOf(3 * round + 2),
                    String.valueOf(3 * round + 3));
            broker.crash();
        }
        assertThat(Wire.drain(clients.connect().createChannel(), queue)).containsExactly(Wire.numbers(9));
    }
}
