package warren.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import warren.server.StartException;
import warren.server.Warren;

@ExtendWith(WarrenExtension.class)
class WarrenExtensionTest {
    private static final Set<String> SEEN = new HashSet<>();

    @RepeatedTest(3)
    void eachTestHasAVirtualHostOfItsOwn(ConnectionFactory factory, TestBroker broker) throws Exception {
        assertThat(SEEN.add(broker.virtualHost())).isTrue();
        try (Connection connection = factory.newConnection();
                Channel channel = connection.createChannel()) {
            assertThat(channel.queueDeclare("q", true, false, false, null).getMessageCount())
                    .isZero();
            channel.basicPublish("", "q", null, "hello".getBytes(StandardCharsets.UTF_8));
            assertThat(channel.basicGet("q", true).getBody()).asString().isEqualTo("hello");
            channel.basicPublish("", "q", null, "left behind".getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void aUriLeadsToTheSamePlace(TestBroker broker) throws Exception {
        var factory = new ConnectionFactory();
        factory.setUri(broker.uri());
        try (Connection connection = factory.newConnection();
                Connection other = broker.factory().newConnection()) {
            connection.createChannel().queueDeclare("shared", false, false, false, null);
            other.createChannel().queueDeclarePassive("shared");
        }
    }

    @Test
    void severalBrokersLiveInOneProcess_andKeepTheirDataApart(@TempDir Path one, @TempDir Path other) throws Exception {
        try (Warren first = start(one);
                Warren second = start(other)) {
            assertThat(first.amqpPort()).isNotEqualTo(second.amqpPort());
            declare(first, "of the first");
            assertThatThrownBy(() -> find(second, "of the first")).isNotNull();
        }
        try (Warren again = start(one)) {
            find(again, "of the first");
        }
    }

    @Test
    void aStartThatFailsSaysWhy(@TempDir Path directory) throws Exception {
        try (Warren running = start(directory)) {
            assertThat(running.whenTerminated().toCompletableFuture()).isNotDone();
            assertThatThrownBy(() -> start(directory)).isInstanceOf(StartException.class);
        }
        assertThatThrownBy(() -> Warren.start(Map.of("warren.amqp.prot", 1)))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("unknown setting warren.amqp.prot");
        assertThatThrownBy(() -> Warren.start(Map.of("warren.log.level", "debug")))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("warren.log");
    }

    private static Warren start(Path directory) throws StartException {
        return Warren.start(Map.of(
                "warren.amqp.host",
                "127.0.0.1",
                "warren.amqp.port",
                0,
                "warren.management.port",
                0,
                "warren.persistence.directory",
                directory.toString()));
    }

    private static Connection connect(Warren broker) throws Exception {
        var factory = new ConnectionFactory();
        factory.setPort(broker.amqpPort());
        return factory.newConnection();
    }

    private static void declare(Warren broker, String queue) throws Exception {
        try (Connection connection = connect(broker)) {
            connection.createChannel().queueDeclare(queue, true, false, false, null);
        }
    }

    private static void find(Warren broker, String queue) throws Exception {
        try (Connection connection = connect(broker)) {
            connection.createChannel().queueDeclarePassive(queue);
        }
    }
}
