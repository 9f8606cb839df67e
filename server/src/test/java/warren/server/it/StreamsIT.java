package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streams over AMQP 0-9-1: read by many, each from where it wants, and what they refuse. */
class StreamsIT {
    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.shared();

    @RegisterExtension
    final Clients clients = new Clients(broker);

    private Channel channel;
    private String queue;

    @BeforeEach
    void open() throws Exception {
        channel = clients.channel();
        queue = clients.name("stream");
        declare(Map.of());
    }

    @Test
    void everyConsumerReadsAll_andAcknowledgingTakesNothingAway() throws Exception {
        publish(10);
        for (int reader = 0; reader < 2; reader++) {
            Inbox inbox = read("first", 3);
            for (int i = 0; i < 10; i++) {
                Inbox.Letter letter = inbox.next();
                assertThat(letter.text()).isEqualTo("m" + i);
                assertThat(letter.properties().getHeaders()).containsEntry("x-stream-offset", (long) i);
                assertThat(letter.redelivered()).isFalse();
                inbox.getChannel().basicAck(letter.tag(), false);
            }
            assertThat(inbox.staysEmpty()).isTrue();
        }
    }

    @Test
    void aConsumerGetsNoMoreThanItsPrefetchCount() throws Exception {
        assumeFalse(BrokerUnderTest.isPeerGiven(), "RabbitMQ goes beyond it where messages were written together");
        publish(10);
        Inbox inbox = read("first", 4);
        assertThat(inbox.texts(4)).containsExactly("m0", "m1", "m2", "m3");
        assertThat(inbox.staysEmpty()).isTrue();
    }

    @Test
    void aConsumerBeginsAtANumber_orAfterIt() throws Exception {
        publish(10);
        assertThat(read(7, 10).texts(3)).containsExactly("m7", "m8", "m9");
        assertThat(read(-1, 10).next().text()).isEqualTo("m0");
        Inbox late = read(12L, 10);
        publish(10, 14);
        assertThat(late.next().text()).isEqualTo("m12");
    }

    @Test
    void aConsumerBeginsWithWhatIsPublishedNext_unlessItSaysMore() throws Exception {
        publish(3);
        Inbox next = read("next", 10);
        Inbox none = read(null, 10);
        assertThat(next.staysEmpty()).isTrue();
        publish(3, 5);
        assertThat(next.texts(2)).containsExactly("m3", "m4");
        assertThat(none.texts(2)).containsExactly("m3", "m4");
    }

    @Test
    void aConsumerBeginsWithWhatWasWrittenLast() throws Exception {
        publish(3);
        assertThat(read("last", 10).next().text()).isEqualTo("m2");
    }

    @Test
    void aConsumerBeginsAtATime() throws Exception {
        publish(3);
        assertThat(read("1h", 10).next().text()).isEqualTo("m0");
        assertThat(read(new Date(0), 10).next().text()).isEqualTo("m0");
        Inbox future = read(new Date(System.currentTimeMillis() + 3_600_000), 10);
        publish(3, 4);
        assertThat(future.next().text()).isEqualTo("m3");
    }

    @Test
    void manyMessagesAreReadInOrder_fromDiskToo() throws Exception {
        int count = 20_000;
        publish(count);
        Inbox inbox = read("first", 500);
        for (int i = 0; i < count; i++) {
            Inbox.Letter letter = inbox.next();
            assertThat(letter.properties().getHeaders().get("x-stream-offset")).isEqualTo((long) i);
            if (i % 100 == 99) {
                inbox.getChannel().basicAck(letter.tag(), true);
            }
        }
    }

    @Test
    void theOldestSegmentsGoWhenThereIsTooMuch() throws Exception {
        declare(Map.of("x-max-length-bytes", 1_000_000, "x-stream-max-segment-size-bytes", 200_000));
        channel.confirmSelect();
        byte[] body = new byte[50_000];
        for (int i = 0; i < 60; i++) {
            channel.basicPublish("", queue, null, body);
            channel.waitForConfirms();
        }
        Wire.await("segments that go", () -> {
            Inbox inbox = read("first", 1);
            long first = (long) inbox.next().properties().getHeaders().get("x-stream-offset");
            inbox.getChannel().getConnection().close();
            return first >= 30 && first < 60;
        });
    }

    @Test
    void aTransactionPublishesToAStream() throws Exception {
        channel.txSelect();
        Wire.send(channel, queue, "m0", "m1");
        channel.txCommit();
        assertThat(read("first", 10).texts(2)).containsExactly("m0", "m1");
    }

    @Test
    void refusesGet() {
        assertThat(Closed.by(() -> channel.basicGet(queue, false)))
                .isEqualTo("connection 540 NOT_IMPLEMENTED - basic.get not supported by stream queues queue '" + queue
                        + "' in vhost '/'");
    }

    @Test
    void refusesPurge() {
        assertThat(Closed.by(() -> channel.queuePurge(queue)))
                .isEqualTo("connection 540 NOT_IMPLEMENTED - queue.purge not supported by stream queues queue '" + queue
                        + "' in vhost '/'");
    }

    @Test
    void refusesConsumersWithoutAcknowledgement() throws Exception {
        channel.basicQos(5);
        assertThat(Closed.by(() -> Inbox.autoAck(channel, queue)))
                .isEqualTo("connection 540 NOT_IMPLEMENTED - automatic acknowledgement not supported by stream queues"
                        + " queue '" + queue + "' in vhost '/'");
    }

    @Test
    void refusesConsumersWithoutALimit() {
        assertThat(Closed.by(() -> Inbox.acking(channel, queue)))
                .isEqualTo("channel 406 PRECONDITION_FAILED - consumer prefetch count is not set for 'queue '" + queue
                        + "' in vhost '/''");
    }

    @Test
    void refusesConsumersWithPriority() throws Exception {
        channel.basicQos(5);
        assertThat(Closed.by(() -> channel.basicConsume(queue, false, Map.of("x-priority", 3), new Inbox(channel))))
                .isEqualTo("channel 406 PRECONDITION_FAILED - invalid arg 'x-priority' for queue '" + queue
                        + "' in vhost '/' of queue type rabbit_stream_queue");
    }

    @Test
    void refusesWhatIsNoPlaceToBegin() {
        assertThat(Closed.by(() -> read("5y", 5)))
                .isEqualTo("channel 406 PRECONDITION_FAILED - invalid arg 'x-stream-offset' for queue '" + queue
                        + "' in vhost '/': {invalid_stream_offset_arg,{longstr,<<\"5y\">>}}");
    }

    @Test
    void refusesToTakeBackWhatItDelivered() throws Exception {
        publish(1);
        Inbox inbox = read("first", 5);
        long tag = inbox.next().tag();
        inbox.getChannel().basicNack(tag, false, true);
        assertThat(Closed.later(inbox.getChannel().getConnection()))
                .isEqualTo("connection 540 NOT_IMPLEMENTED - basic.nack and basic.reject not supported by stream queues"
                        + " queue '" + queue + "' in vhost '/'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x-max-age | 5h3 | : invalid_max_age",
                "x-max-age | 0D | : invalid_max_age",
                "x-max-age | 5 | : {unacceptable_type,signedint}",
                "x-max-length-bytes | -1 | : {value_negative,-1}",
                "x-stream-max-segment-size-bytes | a | : \"expected integer, got longstr\"",
                "x-initial-cluster-size | 0 | : {value_zero,0}",
                "x-max-length | 5 | ' of queue type rabbit_stream_queue'",
                "x-single-active-consumer | 1 | ' of queue type rabbit_stream_queue'"
            })
    void refusesArguments(String argument, String value, String reason) {
        queue = clients.name("refused");
        Object sent = value.matches("-?[0-9]+") ? (Object) Integer.valueOf(value) : value;
        assertThat(Closed.by(() -> declare(Map.of(argument, sent))))
                .isEqualTo("channel 406 PRECONDITION_FAILED - invalid arg '" + argument + "' for queue '" + queue
                        + "' in vhost '/'" + reason);
    }

    private void declare(Map<String, Object> more) throws Exception {
        Map<String, Object> arguments = new HashMap<>(more);
        arguments.put("x-queue-type", "stream");
        if (!more.isEmpty()) {
            channel.queueDelete(queue);
        }
        channel.queueDeclare(queue, true, false, false, arguments);
    }

    private void publish(int count) throws Exception {
        publish(0, count);
    }

    /** Messages "m0", "m1" and so on; returns when they are safe. */
    private void publish(int from, int to) throws Exception {
        Channel publisher = clients.channel();
        publisher.confirmSelect();
        for (int i = from; i < to; i++) {
            publisher.basicPublish("", queue, new BasicProperties(), Wire.bytes("m" + i));
            if (i == to - 2) {
                publisher.waitForConfirms();
            }
        }
        publisher.waitForConfirms();
    }

    /** A consumer on a connection of its own. */
    private Inbox read(Object offset, int prefetchCount) throws Exception {
        Channel reader = clients.connect().createChannel();
        reader.basicQos(prefetchCount);
        Inbox inbox = new Inbox(reader);
        reader.basicConsume(queue, false, offset == null ? Map.of() : Map.of("x-stream-offset", offset), inbox);
        return inbox;
    }
}
