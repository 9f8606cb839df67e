package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Limits of how much waits in a queue. */
class LengthLimitsIT {
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
                .isIn(
                        inequivalent(
                                "x-max-length",
                                "received the value '20' of type 'signedint' but current is the value '10' of type"
                                        + " 'signedint'"),
                        // RabbitMQ before 3.13
                        inequivalent("x-max-length", "received '20' but current is '10'"));
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
    void theOldestMakeRoom() throws Exception {
        declare(Map.of("x-max-length", 3));
        Wire.send(channel, queue, Wire.numbers(10));
        assertThat(Wire.drain(channel, queue)).containsExactly("8", "9", "10");
    }

    @Test
    void bytesAreLimitedToo() throws Exception {
        declare(Map.of("x-max-length-bytes", 5));
        Wire.send(channel, queue, "aa", "bb", "cc", "a long one", "dd", "ee");
        assertThat(Wire.drain(channel, queue)).containsExactly("dd", "ee");
    }

    @Test
    void whatConsumersHoldDoesNotCount() throws Exception {
        declare(Map.of("x-max-length", 2));
        Wire.send(channel, queue, "1", "2");
        channel.basicGet(queue, false);
        channel.basicGet(queue, false);
        Wire.send(channel, queue, "3", "4");
        assertThat(channel.messageCount(queue)).isEqualTo(2);
        channel.basicRecover(true);
        assertThat(Wire.drain(channel, queue)).containsExactly("3", "4");
    }

    @Test
    void ofAWholeBatchOnlyWhatDoesNotFitIsNacked() throws Exception {
        declare(Map.of("x-max-length", 3, "x-overflow", "reject-publish"));
        channel.confirmSelect();
        var outcomes = new ConcurrentSkipListMap<Long, Boolean>();
        channel.addConfirmListener(
                (tag, multiple) -> LongStream.rangeClosed(multiple ? 1 : tag, tag)
                        .forEach(each -> outcomes.putIfAbsent(each, true)),
                (tag, multiple) -> LongStream.rangeClosed(multiple ? 1 : tag, tag)
                        .forEach(each -> outcomes.putIfAbsent(each, false)));
        Wire.send(channel, queue, Wire.numbers(6));
        channel.waitForConfirms(10_000);
        assertThat(outcomes.values()).containsExactly(true, true, true, false, false, false);
        assertThat(Wire.drain(channel, queue)).containsExactly("1", "2", "3");
    }
}
