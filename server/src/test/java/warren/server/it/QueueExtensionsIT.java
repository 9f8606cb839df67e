package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** RabbitMQ's arguments of queues and consumers: length limits, dead letters, priorities. */
class QueueExtensionsIT {
    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.shared();

    @RegisterExtension
    final Clients clients = new Clients(broker);

    private Channel channel;
    private String queue;

    @BeforeEach
    void open() throws Exception {
        channel = clients.channel();
        queue = clients.name("q");
    }

    private String inequivalent(String argument, String rest) {
        return "channel 406 PRECONDITION_FAILED - inequivalent arg '" + argument + "' for queue '" + queue
                + "' in vhost '/': " + rest;
    }

    private void declare(Map<String, Object> arguments) throws Exception {
        channel.queueDeclare(queue, false, false, false, arguments);
    }

    private ThrowingCallable declaring(Map<String, Object> arguments) {
        return () -> declare(arguments);
    }

    @Test
    void redeclaringWithAnotherArgumentIsRefused() throws Exception {
        declare(Map.of("x-max-length", 10));
        assertThat(Closed.by(declaring(Map.of("x-max-length", 20))))
                .isEqualTo(inequivalent("x-max-length", "received '20' but current is '10'"));
    }

    @Test
    void redeclaringWithAnotherTextIsRefused() throws Exception {
        declare(Map.of("x-dead-letter-exchange", "a"));
        assertThat(Closed.by(declaring(Map.of("x-dead-letter-exchange", "b"))))
                .isEqualTo(inequivalent("x-dead-letter-exchange", "received 'b' but current is 'a'"));
    }

    @Test
    void redeclaringWithOneArgumentLessIsRefused() throws Exception {
        declare(Map.of("x-max-length", 10));
        assertThat(Closed.by(declaring(null)))
                .isEqualTo(inequivalent(
                        "x-max-length", "received none but current is the value '10' of type 'signedint'"));
    }

    @Test
    void redeclaringWithTheSameNumberInAnotherWidthIsNoDifference() throws Exception {
        declare(Map.of("x-max-length", 10));
        declare(Map.of("x-max-length", 10L));
        declare(Map.of("x-max-length", (short) 10));
    }

    @Test
    void aRejectedPublishIsNacked() throws Exception {
        channel.queueDeclare(queue, false, true, false, Map.of("x-max-length", 1, "x-overflow", "reject-publish"));
        channel.confirmSelect();
        Wire.send(channel, queue, "fits");
        assertThat(channel.waitForConfirms(10_000)).isTrue();
        Wire.send(channel, queue, "does not fit");
        assertThat(channel.waitForConfirms(10_000)).isFalse();
        assertThat(Wire.drain(channel, queue)).containsExactly("fits");
    }

    @Test
    void aHigherPriorityIsServedFirst() throws Exception {
        declare(null);
        Inbox low = new Inbox(channel);
        channel.basicConsume(queue, true, "low", false, false, Map.of("x-priority", -1), low);
        Inbox high = new Inbox(channel);
        channel.basicConsume(queue, true, "high", false, false, Map.of("x-priority", 5), high);
        Inbox usual = Inbox.autoAck(channel, queue);
        Wire.send(channel, queue, Wire.numbers(10));
        assertThat(high.texts(10)).containsExactly(Wire.numbers(10));
        channel.basicCancel("high");
        Wire.send(channel, queue, "x");
        assertThat(usual.next().text()).isEqualTo("x");
        assertThat(low.staysEmpty()).isTrue();
    }
}
