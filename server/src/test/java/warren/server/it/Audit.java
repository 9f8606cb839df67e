package warren.server.it;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/** Reads all queues of a {@link Load} that is over, and puts everything back or takes it away for good. */
final class Audit {
    private record Found(long tag, Ledger.Key key) {}

    private final Connection connection;

    Audit(Connection connection) {
        this.connection = connection;
    }

    /** {@code isLast}: the queues are empty afterwards, and each message acked for sure. */
    void run(Ledger ledger, boolean isCrash, boolean isLast) throws Exception {
        awaitExpiry();
        List<Ledger.Key> standing = new ArrayList<>();
        for (String queue : Load.LIVING) {
            standing.addAll(read(queue, false, (properties, body) -> Load.keyOf(queue, body)));
        }
        List<Ledger.Key> dead = new ArrayList<>();
        for (String queue : List.of(Load.DEAD, Load.EXPIRED)) {
            dead.addAll(read(queue, isLast, Load::deadKeyOf));
        }
        ledger.audit(standing, dead, isCrash);
        if (isLast) {
            ledger.forgetDead();
            for (String queue : Load.LIVING) {
                List<Ledger.Key> gone = read(queue, true, (properties, body) -> Load.keyOf(queue, body));
                gone.forEach(ledger::acking);
                gone.forEach(ledger::acked);
            }
        }
    }

    /** What has expired is soon buried, and nothing is on its way when the count stays. */
    private void awaitExpiry() throws Exception {
        try (Channel channel = connection.createChannel()) {
            Wire.await("the end of all that expires", () -> channel.messageCount(Load.EXPIRING) == 0);
            for (String queue : List.of(Load.EXPIRED, Load.DEAD)) {
                long[] before = {-1};
                Wire.await("the burial of all in " + queue, () -> {
                    TimeUnit.MILLISECONDS.sleep(100);
                    long now = channel.messageCount(queue);
                    boolean stays = now == before[0];
                    before[0] = now;
                    return stays;
                });
            }
        }
    }

    private List<Ledger.Key> read(
            String queue, boolean isTaking, BiFunction<AMQP.BasicProperties, byte[], Ledger.Key> reader)
            throws Exception {
        BlockingQueue<Found> found = new LinkedBlockingQueue<>();
        List<Ledger.Key> keys = new ArrayList<>();
        long count;
        try (Channel channel = connection.createChannel()) {
            count = channel.messageCount(queue);
            channel.basicConsume(queue, false, new DefaultConsumer(channel) {
                @Override
                public void handleDelivery(
                        String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
                    found.add(new Found(envelope.getDeliveryTag(), reader.apply(properties, body)));
                }
            });
            long last = 0;
            while (keys.size() < count) {
                Found next = found.poll(20, TimeUnit.SECONDS);
                if (next == null) {
                    throw new AssertionError(keys.size() + " of " + count + " messages came from " + queue);
                }
                keys.add(next.key());
                last = next.tag();
            }
            if (isTaking && count > 0) {
                channel.basicAck(last, true);
                channel.queueDeclarePassive(queue);
            }
        }
        try (Channel channel = connection.createChannel()) {
            long left = isTaking ? 0 : count;
            Wire.await(left + " messages in " + queue, () -> channel.messageCount(queue) == left);
        }
        return keys;
    }
}
