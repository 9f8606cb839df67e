package warren.server.it;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The connections of one test: opened on demand, closed after it, with the queues and exchanges whose names it handed out. */
final class Clients implements AfterEachCallback {
    private static final AtomicLong COUNTER = new AtomicLong();
    private static final String RUN = Long.toString(System.nanoTime() & 0xffffff, 36);

    private final BrokerUnderTest broker;
    private final List<Connection> connections = new ArrayList<>();
    private final List<RawConnection> raws = new ArrayList<>();
    private final List<String> names = new ArrayList<>();

    Clients(BrokerUnderTest broker) {
        this.broker = broker;
    }

    /** A name that no other test uses. */
    String name(String hint) {
        String name = hint + "-" + RUN + "-" + COUNTER.incrementAndGet();
        names.add(name);
        return name;
    }

    /** The test's first connection. */
    Connection connection() throws IOException, TimeoutException {
        return connections.isEmpty() ? connect() : connections.get(0);
    }

    Connection connect() throws IOException, TimeoutException {
        Connection connection = broker.factory().newConnection();
        connections.add(connection);
        return connection;
    }

    /** A new channel on the first connection. */
    Channel channel() throws IOException, TimeoutException {
        return connection().createChannel();
    }

    RawConnection raw() throws IOException {
        return keep(RawConnection.open(broker));
    }

    /** An open raw connection with channel 1 open on it. */
    RawConnection rawChannel() throws IOException {
        return raw().withChannel(1);
    }

    RawConnection keep(RawConnection connection) {
        raws.add(connection);
        return connection;
    }

    /** An exclusive queue with a name that the broker chose. */
    String queue(Channel channel) throws IOException {
        return channel.queueDeclare("", false, true, false, null).getQueue();
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        for (RawConnection raw : raws) {
            raw.close();
        }
        for (Connection connection : connections) {
            connection.abort(2000);
        }
        if (names.isEmpty()
                || broker.port() == 0
                || (broker.process() != null && !broker.process().isAlive())) {
            return;
        }
        try (Connection connection = broker.factory().newConnection();
                Channel channel = connection.createChannel()) {
            for (String name : names) {
                channel.queueDelete(name);
                channel.exchangeDelete(name);
            }
        }
    }
}
