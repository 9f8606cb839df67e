package warren.benchmarks.broker;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.CancelCallback;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** The clients of one workload while they run: a connection for each publisher and each consumer. */
final class Load implements AutoCloseable {
    /** One delivery in so many counts for the latency. */
    private static final int SAMPLE = 64;

    private final Workload workload;
    private final ConnectionFactory factory;
    private final List<Connection> connections = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final String exchange;
    private final AtomicLong published = new AtomicLong();
    private final AtomicLong consumed = new AtomicLong();
    private final Recorder latencies = new Recorder(2);

    /** Declares what the workload needs and starts its clients. */
    Load(Workload workload, ConnectionFactory factory) throws IOException, TimeoutException {
        this.workload = workload;
        this.factory = factory;
        this.exchange = workload.topology().exchangeType().isEmpty() ? "" : "benchmark-" + workload.name();
        declare();
        for (int queue = 0; queue < workload.topology().queues(); queue++) {
            for (int i = 0; i < workload.clients().consumers(); i++) {
                consume(queueName(queue));
            }
        }
        for (int i = 0; i < workload.clients().publishers(); i++) {
            Channel channel = channel();
            Thread thread = new Thread(() -> publish(channel), "publisher-" + i);
            threads.add(thread);
            thread.start();
        }
    }

    private Channel channel() throws IOException, TimeoutException {
        Connection connection = factory.newConnection();
        connections.add(connection);
        return connection.createChannel();
    }

    private String queueName(int number) {
        return "benchmark-" + workload.name() + "-" + number;
    }

    private void declare() throws IOException, TimeoutException {
        Channel channel = channel();
        if (!exchange.isEmpty()) {
            channel.exchangeDeclare(exchange, workload.topology().exchangeType(), false, false, Map.of());
        }
        for (int queue = 0; queue < workload.topology().queues(); queue++) {
            channel.queueDeclare(queueName(queue), workload.messages().persistent(), false, false, Map.of());
            for (String key : workload.topology().bindingKeys()) {
                channel.queueBind(queueName(queue), exchange, key.replace("%d", String.valueOf(queue)));
            }
        }
    }

    private void consume(String queue) throws IOException, TimeoutException {
        Channel channel = channel();
        int prefetch = workload.clients().prefetch();
        channel.basicQos(prefetch);
        CancelCallback ignored = tag -> {};
        channel.basicConsume(
                queue,
                prefetch == 0,
                (tag, delivery) -> {
                    if (prefetch > 0) {
                        channel.basicAck(delivery.getEnvelope().getDeliveryTag(), false);
                    }
                    if (consumed.incrementAndGet() % SAMPLE == 0) {
                        latencies.recordValue(System.nanoTime()
                                - ByteBuffer.wrap(delivery.getBody()).getLong());
                    }
                },
                ignored);
    }

    private void publish(Channel channel) {
        List<String> keys = workload.topology().routingKeys().isEmpty()
                ? List.of(queueName(0))
                : workload.topology().routingKeys();
        var properties = new BasicProperties.Builder()
                .deliveryMode(workload.messages().persistent() ? 2 : 1)
                .build();
        var window = new Semaphore(workload.messages().confirmWindow());
        try {
            if (workload.messages().confirmWindow() > 0) {
                Unconfirmed.watch(channel, window);
            }
            for (int i = 0; !stopping.get(); i++) {
                if (workload.messages().confirmWindow() > 0) {
                    window.acquire();
                }
                byte[] body = ByteBuffer.allocate(workload.messages().bodyBytes())
                        .putLong(System.nanoTime())
                        .array();
                channel.basicPublish(exchange, keys.get(i % keys.size()), properties, body);
                published.incrementAndGet();
            }
        } catch (IOException | InterruptedException e) {
            if (!stopping.get()) {
                throw new IllegalStateException("a publisher cannot go on", e);
            }
        }
    }

    long published() {
        return published.get();
    }

    long consumed() {
        return consumed.get();
    }

    /** Nanoseconds from publish to delivery, of a sample of the messages since the last call. */
    Histogram takeLatencies() {
        return latencies.getIntervalHistogram();
    }

    /** Ends the clients and deletes what they used. */
    @Override
    public void close() throws IOException, TimeoutException {
        stopping.set(true);
        threads.forEach(Thread::interrupt);
        connections.forEach(Connection::abort);
        try (Connection last = factory.newConnection()) {
            Channel channel = last.createChannel();
            for (int queue = 0; queue < workload.topology().queues(); queue++) {
                channel.queueDelete(queueName(queue));
            }
            if (!exchange.isEmpty()) {
                channel.exchangeDelete(exchange);
            }
        }
    }
}
