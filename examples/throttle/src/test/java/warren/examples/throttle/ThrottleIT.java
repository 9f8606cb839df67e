package warren.examples.throttle;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import warren.junit.WarrenExtension;

@ExtendWith(WarrenExtension.class)
class ThrottleIT {
    @Test
    void aBurstIsSpreadOut_andComesInOrder(ConnectionFactory factory) throws Exception {
        try (Connection connection = factory.newConnection();
                Channel channel = connection.createChannel()) {
            channel.exchangeDeclare("calls", "x-throttle", true, false, Map.of("x-rate", 20, "x-burst", 1));
            channel.queueDeclare("q", true, false, false, null);
            channel.queueBind("q", "calls", "api");
            BlockingQueue<Byte> arrived = new LinkedBlockingQueue<>();
            channel.basicConsume("q", true, (tag, delivery) -> arrived.add(delivery.getBody()[0]), tag -> {});
            channel.confirmSelect();
            long begin = System.nanoTime();
            for (byte i = 0; i < 10; i++) {
                channel.basicPublish("calls", "api", null, new byte[] {i});
            }
            channel.waitForConfirmsOrDie(10_000);

            List<Byte> order = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                order.add(arrived.poll(20, TimeUnit.SECONDS));
            }
            assertThat(order).isSorted().hasSize(10);
            // nine have waited, each 50 ms longer than the one before
            assertThat(System.nanoTime() - begin).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(400));
        }
    }
}
