package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the articles say of durable queues and persistent messages: they are there after the broker was started again. */
class ArticleRestartsIT {
    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.own();

    @ParameterizedTest
    @EnumSource
    void persistentMessagesOfADurableQueueSurvive_othersDoNot(Python.Style style) throws Exception {
        try (Python python = new Python(broker, style)) {
            python.run("004/send");
            python.run("004/send_task", "survivor");
            Program durable = python.start("002/durableSender");
            durable.type("");
            durable.awaitLine("1 send success >>no 1 Hello Basic Sender");
            assertThat(ready("task_queue")).isEqualTo(1);
            assertThat(ready("emc")).isEqualTo(1);
            durable.kill();

            broker.restart();

            python.start("004/receive_task").awaitLine(" [x] Received b'survivor'");
            python.start("002/durableReceiver").awaitLine("b'no 1 Hello Basic Sender'");
            Program hello = python.start("004/receive").awaitLine(" [*] Waiting for messages. To exit press CTRL+C");
            python.run("004/send");
            assertThat(hello.awaitLines(2)).hasSize(2);
        }
    }

    private static int ready(String queue) throws Exception {
        try (Connection connection = broker.factory().newConnection();
                Channel channel = connection.createChannel()) {
            Wire.await("a message in " + queue, () -> channel.messageCount(queue) > 0);
            return (int) channel.messageCount(queue);
        }
    }
}
