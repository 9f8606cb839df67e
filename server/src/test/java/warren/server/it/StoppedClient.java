package warren.server.it;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import java.nio.file.Path;

/** A program that consumes without limit, acknowledges nothing, says {@code holds} and stays. For those who want to stop a client. */
final class StoppedClient {
    private static final int HEARTBEAT_SECONDS = 1;

    private StoppedClient() {}

    static ProcessBuilder command(BrokerUnderTest broker, String queue) {
        return new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                StoppedClient.class.getName(),
                broker.host(),
                String.valueOf(broker.port()),
                queue);
    }

    /** Arguments: host, port, queue. */
    public static void main(String[] arguments) throws Exception {
        var factory = new ConnectionFactory();
        factory.setHost(arguments[0]);
        factory.setPort(Integer.parseInt(arguments[1]));
        factory.setRequestedHeartbeat(HEARTBEAT_SECONDS);
        Connection connection = factory.newConnection();
        Channel channel = connection.createChannel();
        channel.basicConsume(arguments[2], false, new DefaultConsumer(channel) {
            @Override
            public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
                if (envelope.getDeliveryTag() == 1) {
                    System.out.println("holds");
                }
            }
        });
        Thread.currentThread().join();
    }
}
