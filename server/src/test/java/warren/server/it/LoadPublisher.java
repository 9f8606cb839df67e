package warren.server.it;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Publishes numbered messages with confirms, some hundred of them on their way, and never more than its queues may hold. */
final class LoadPublisher implements Load.Client {
    private static final int WINDOW = 200;

    private final String name;
    private final String exchange;
    private final String routingKey;
    private final List<String> queues;
    private final int waitingMax;
    private long number;

    LoadPublisher(String name, String exchange, String routingKey, List<String> queues, int waitingMax) {
        this.name = name;
        this.exchange = exchange;
        this.routingKey = routingKey;
        this.queues = queues;
        this.waitingMax = waitingMax;
    }

    @Override
    public void run(Connection connection, Ledger ledger, Load load) throws Exception {
        Channel channel = connection.createChannel();
        var window = new Semaphore(WINDOW);
        ConcurrentNavigableMap<Long, Long> unconfirmed = new ConcurrentSkipListMap<>();
        channel.confirmSelect();
        channel.addConfirmListener(
                (tag, multiple) -> {
                    var done = multiple ? unconfirmed.headMap(tag, true) : unconfirmed.subMap(tag, true, tag, true);
                    int count = 0;
                    for (long each : done.values()) {
                        queues.forEach(queue -> ledger.confirmed(new Ledger.Key(queue, name, each)));
                        count++;
                    }
                    done.clear();
                    window.release(count);
                },
                (tag, multiple) -> {
                    // it may be there or not
                    ledger.count("nacks");
                    var done = multiple ? unconfirmed.headMap(tag, true) : unconfirmed.subMap(tag, true, tag, true);
                    window.release(done.size());
                    done.clear();
                });
        var random = new Random(name.hashCode() + number);
        while (load.isOn() && channel.isOpen()) {
            boolean isFull = queues.stream().anyMatch(queue -> ledger.size(queue) >= waitingMax);
            if (isFull || !window.tryAcquire(20, TimeUnit.MILLISECONDS)) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(isFull ? 5 : 0));
                continue;
            }
            number++;
            queues.forEach(queue -> ledger.publishing(new Ledger.Key(queue, name, number)));
            unconfirmed.put(channel.getNextPublishSeqNo(), number);
            channel.basicPublish(exchange, routingKey, Wire.PERSISTENT, Load.body(name, number, random));
        }
        Load.awaitQuietly(() -> unconfirmed.isEmpty() || !channel.isOpen());
    }
}
