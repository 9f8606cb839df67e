package warren.examples.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import warren.junit.WarrenExtension;

@ExtendWith(WarrenExtension.class)
class JsonRouterIT {
    @Test
    void routesOrdersByTheirTotal(ConnectionFactory factory) throws Exception {
        try (Connection connection = factory.newConnection();
                Channel channel = connection.createChannel()) {
            channel.exchangeDeclare("orders", "x-json");
            channel.queueDeclare("large", false, true, false, null);
            channel.queueDeclare("swedish", false, true, false, null);
            channel.queueBind("large", "orders", "", Map.of("/total", ">= 100"));
            channel.queueBind("swedish", "orders", "", Map.of("/customer/country", "SE"));
            channel.confirmSelect();
            publish(channel, "{\"total\": 250, \"customer\": {\"country\": \"FI\"}}");
            publish(channel, "{\"total\": 20, \"customer\": {\"country\": \"SE\"}}");
            publish(channel, "no json");
            channel.waitForConfirmsOrDie(10_000);

            assertThat(channel.messageCount("large")).isEqualTo(1);
            assertThat(channel.messageCount("swedish")).isEqualTo(1);
        }
    }

    private static void publish(Channel channel, String body) throws Exception {
        channel.basicPublish("orders", "", null, body.getBytes(StandardCharsets.UTF_8));
    }
}
