package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A stream over the end of its broker. */
class StreamRestartIT {
    private static final int COUNT = 3_000;
    private static final String[] NUMBERS = Wire.numbers(COUNT);

    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.own();

    @Test
    void keepsWhatWasConfirmed_andItsNumbers() throws Exception {
        try (Connection connection = broker.factory().newConnection()) {
            Channel channel = connection.createChannel();
            channel.queueDeclare("stream", true, false, false, Map.of("x-queue-type", "stream"));
            channel.confirmSelect();
            Wire.send(channel, "stream", NUMBERS);
            channel.waitForConfirms();
        }

        broker.process().kill();
        broker.process().start();

        try (Connection connection = broker.factory().newConnection()) {
            Channel channel = connection.createChannel();
            assertThat(channel.queueDeclarePassive("stream").getMessageCount()).isEqualTo(COUNT);
            channel.basicQos(COUNT);
            Inbox inbox = new Inbox(channel);
            channel.basicConsume("stream", false, Map.of("x-stream-offset", 17), inbox);
            for (int number = 17; number < COUNT; number++) {
                assertThat(inbox.next().text()).isEqualTo(NUMBERS[number]);
            }
            inbox.getChannel().basicAck(0, true);
            channel.confirmSelect();
            Wire.send(channel, "stream", "more");
            assertThat(inbox.next().text()).isEqualTo("more");
        }
        try (Connection connection = broker.factory().newConnection()) {
            Channel channel = connection.createChannel();
            channel.basicQos(5);
            Inbox inbox = new Inbox(channel);
            channel.basicConsume("stream", false, Map.of("x-stream-offset", COUNT), inbox);
            assertThat(inbox.next().text()).isEqualTo("more");
        }
    }
}
