package warren.server.it;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Delivery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Hears what a broker publishes of itself, in a queue of its own on a connection of its own. */
final class Eavesdropper implements AutoCloseable {
    static final String QUEUE = "sink";

    private final Connection connection;
    private final Channel channel;
    private final BlockingQueue<Delivery> heard = new LinkedBlockingQueue<>();

    Eavesdropper(BrokerUnderTest broker) throws IOException, TimeoutException {
        connection = broker.factory().newConnection();
        channel = connection.createChannel();
        channel.queueDeclare(QUEUE, false, true, false, null);
    }

    /** From now on, and perhaps what was just done before: a broker publishes of it when it is answered. */
    void listen(String exchange, String key) throws IOException {
        channel.queueBind(QUEUE, exchange, key);
        channel.basicConsume(QUEUE, true, (tag, delivery) -> heard.add(delivery), tag -> {});
    }

    /** The next one with this key; what comes before it is forgotten. */
    Delivery next(String key) throws InterruptedException {
        List<String> others = new ArrayList<>();
        for (Delivery each = poll(); each != null; each = poll()) {
            if (each.getEnvelope().getRoutingKey().equals(key)) {
                return each;
            }
            others.add(each.getEnvelope().getRoutingKey());
        }
        throw new AssertionError("no " + key + " among " + others);
    }

    /** The next one; null when nothing comes. */
    @Nullable
    Delivery poll() throws InterruptedException {
        return heard.poll(15, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        connection.abort(2000);
    }
}
