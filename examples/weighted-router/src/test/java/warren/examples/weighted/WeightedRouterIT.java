package warren.examples.weighted;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import warren.junit.WarrenExtension;

@ExtendWith(WarrenExtension.class)
class WeightedRouterIT {
    @Test
    void oneMessageInTenGoesToTheNewVersion(ConnectionFactory factory) throws Exception {
        try (Connection connection = factory.newConnection();
                Channel channel = connection.createChannel()) {
            channel.exchangeDeclare("work", "x-weighted");
            channel.queueDeclare("stable", false, true, false, null);
            channel.queueDeclare("canary", false, true, false, null);
            channel.queueBind("stable", "work", "job", Map.of("x-weight", 9));
            channel.queueBind("canary", "work", "job", Map.of("x-weight", 1));
            channel.confirmSelect();
            for (int i = 0; i < 1000; i++) {
                channel.basicPublish("work", "job", null, new byte[0]);
            }
            channel.waitForConfirmsOrDie(10_000);

            assertThat(channel.messageCount("stable")).isEqualTo(900);
            assertThat(channel.messageCount("canary")).isEqualTo(100);
        }
    }
}
