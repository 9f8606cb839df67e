package warren.server.it;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A client that has nothing to do with what others do wrong: confirmed publishes and gets on a queue of its own, one after another. */
final class Neighbour implements AutoCloseable {
    private static final int NANOS_PER_MICRO = 1_000;

    private final Connection connection;
    private final List<Long> nanos = Collections.synchronizedList(new ArrayList<>());
    private final Thread thread = new Thread(this::run, "neighbour");
    private volatile boolean isOn = true;
    private volatile Throwable failure;

    Neighbour(BrokerUnderTest broker) throws Exception {
        connection = broker.factory().newConnection();
        thread.start();
    }

    private void run() {
        try {
            Channel channel = connection.createChannel();
            String queue = channel.queueDeclare().getQueue();
            channel.confirmSelect();
            while (isOn) {
                long begin = System.nanoTime();
                channel.basicPublish("", queue, Wire.PLAIN, Wire.bytes("hello"));
                channel.waitForConfirmsOrDie(60_000);
                if (!Wire.text(channel.basicGet(queue, true)).equals("hello")) {
                    throw new AssertionError("another message than the one that was sent");
                }
                nanos.add(System.nanoTime() - begin);
            }
        } catch (Throwable ended) {
            failure = ended;
        }
    }

    /** Waits for so many more round trips; fails when they do not come. */
    void awaitRounds(int more) {
        int enough = nanos.size() + more;
        Load.awaitQuietly(() -> nanos.size() >= enough || failure != null);
        if (nanos.size() < enough) {
            throw new AssertionError("the neighbour goes on no more", failure);
        }
    }

    /** Round trips so far, and their median and 99th percentile in microseconds; then it begins to count anew. */
    String figures() {
        List<Long> sorted;
        synchronized (nanos) {
            sorted = new ArrayList<>(nanos);
            nanos.clear();
        }
        Collections.sort(sorted);
        return sorted.isEmpty()
                ? "0 round trips"
                : sorted.size() + " round trips, median " + sorted.get(sorted.size() / 2) / NANOS_PER_MICRO
                        + " us, p99 " + sorted.get(sorted.size() * 99 / 100) / NANOS_PER_MICRO + " us";
    }

    @Override
    public void close() throws Exception {
        isOn = false;
        thread.join(60_000);
        connection.abort(2_000);
        if (failure != null) {
            throw new AssertionError("the neighbour was disturbed", failure);
        }
    }
}
