package warren.server.it;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/** A client that comes, uses what the others of the load do not, and goes: exclusive queues, streams, headers. Errors are counted, not more. */
final class LoadStrollers implements AutoCloseable {
    private final ConnectionFactory factory;
    private final Ledger ledger;
    private final Thread thread = new Thread(this::run, "strollers");
    private volatile boolean isOn = true;

    LoadStrollers(BrokerUnderTest broker, Ledger ledger) {
        this.factory = broker.factory();
        // whose request has been forgotten does not wait for long
        factory.setChannelRpcTimeout(5_000);
        factory.setHandshakeTimeout(5_000);
        this.ledger = ledger;
    }

    void start() {
        thread.start();
    }

    private void run() {
        for (int number = 1; isOn; number++) {
            try (Connection connection = factory.newConnection()) {
                stroll(connection.createChannel(), number);
                ledger.count("strolls");
            } catch (IOException | TimeoutException | RuntimeException failure) {
                ledger.count("strolls that failed");
            } catch (InterruptedException stop) {
                return;
            }
        }
    }

    private static void stroll(Channel channel, int number) throws IOException, TimeoutException, InterruptedException {
        String own = channel.queueDeclare().getQueue();
        channel.queueBind(own, "amq.headers", "", Map.of("number", number));
        channel.basicPublish("amq.headers", "", Wire.PLAIN, Wire.bytes("hello"));
        channel.basicGet(own, true);
        channel.queueDeclare(
                "a-stream", true, false, false, Map.of("x-queue-type", "stream", "x-max-length-bytes", 100_000));
        channel.confirmSelect();
        channel.basicPublish("", "a-stream", Wire.PLAIN, Wire.bytes("hello"));
        channel.waitForConfirms(5_000);
    }

    @Override
    public void close() throws InterruptedException {
        isOn = false;
        thread.join(60_000);
    }
}
