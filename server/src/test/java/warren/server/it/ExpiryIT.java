package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        publish("+300", "short");
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

    /** Without a declaration, which would be a use of the queue. */
    private boolean isGone(String name) throws Exception {
        Channel asking = clients.channel();
        var returned = new AtomicBoolean();
        asking.addReturnListener(back -> returned.set(true));
        asking.confirmSelect();
        asking.basicPublish("", name, true, Wire.PLAIN, Wire.bytes("are you there?"));
        assertThat(asking.waitForConfirms(10_000)).isTrue();
        asking.close();
        return returned.get();
    }

    @Test
    void aQueueThatNobodyUsesGoes_andItsMessagesAreNoDeadLetters() throws Exception {
        String graves = clients.name("graves");
        channel.queueDeclare(graves, false, false, false, null);
        declare(Map.of("x-expires", 300, "x-dead-letter-exchange", "", "x-dead-letter-routing-key", graves));
        Wire.send(channel, queue, "m");
        Wire.await("its end", () -> isGone(queue));
        assertThat(channel.messageCount(graves)).isZero();
        assertThat(Closed.by(() -> channel.queueDeclarePassive(queue)))
                .startsWith("channel 404 NOT_FOUND - no queue '" + queue + "'");
    }

    @Test
    void aQueueWithAConsumerStays_untilTheConsumerGoes() throws Exception {
        String other = clients.name("other");
        declare(Map.of("x-expires", 200));
        Inbox inbox = Inbox.acking(channel, queue);
        channel.queueDeclare(other, false, false, false, Map.of("x-expires", 400));
        Wire.await("the end of the other", () -> isGone(other));
        Wire.send(channel, queue, "m");
        assertThat(inbox.next().text()).isEqualTo("m");
        channel.basicCancel(inbox.getConsumerTag());
        Wire.await("its end", () -> isGone(queue));
    }

    @Test
    void declaringAndGettingAreUses() throws Exception {
        String unused = clients.name("unused");
        declare(Map.of("x-expires", 1_000));
        channel.queueDeclare(unused, false, false, false, Map.of("x-expires", 1_500));
        Wire.await("the end of the other", () -> {
            channel.basicGet(queue, true);
            channel.queueDeclarePassive(queue);
            return isGone(unused);
        });
        assertThat(channel.messageCount(queue)).isZero();
    }

    @Test
    void anotherTimeOnRedeclaringIsRefused() throws Exception {
        declare(Map.of("x-expires", 60_000, "x-message-ttl", 5_000));
        assertThat(Closed.by(() -> declare(Map.of("x-expires", 60_000, "x-message-ttl", 6_000))))
                .startsWith("channel 406 PRECONDITION_FAILED - inequivalent arg 'x-message-ttl' for queue '" + queue
                        + "' in vhost '/': received ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "x", "", "1.5", "315360000001"})
    void anExpirationThatIsNoTimeIsRefused(String expiration) throws Exception {
        declare(null);
        assertThat(Closed.by(() -> {
                    publish(expiration, "m");
                    channel.waitForConfirms(10_000);
                }))
                .startsWith("channel 406 PRECONDITION_FAILED - invalid expiration '" + expiration + "'");
    }
}
