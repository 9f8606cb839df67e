package warren.server.it;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Moves messages from one queue to two others, some at a time in one transaction; now and then it rolls back and does it again. */
final class LoadTransactions implements Load.Client {
    private final String from;
    private final String exchange;
    private final List<String> to;
    private final Random random;

    /** By the exchange, which leads to all of {@code to}; an empty one stands for a publish to each by its name. */
    LoadTransactions(String from, String exchange, List<String> to, long seed) {
        this.from = from;
        this.exchange = exchange;
        this.to = to;
        this.random = new Random(seed);
    }

    @Override
    public void run(Connection connection, Ledger ledger, Load load) throws Exception {
        Channel channel = connection.createChannel();
        channel.txSelect();
        while (load.isOn() && channel.isOpen()) {
            List<GetResponse> taken = take(channel);
            if (taken.isEmpty()) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
                continue;
            }
            if (random.nextInt(10) == 0) {
                move(channel, taken);
                channel.txRollback();
                ledger.count("rolled back");
            }
            List<Ledger.Key> keys =
                    taken.stream().map(each -> Load.keyOf(from, each.getBody())).toList();
            var transaction = new Ledger.Transaction(
                    from,
                    to,
                    keys.get(0).publisher(),
                    keys.stream().map(Ledger.Key::number).toList());
            for (int i = 0; i < taken.size(); i++) {
                ledger.delivered(keys.get(i), taken.get(i).getEnvelope().isRedeliver());
            }
            move(channel, taken);
            ledger.committing(transaction);
            channel.txCommit();
            ledger.committed(transaction);
        }
    }

    private List<GetResponse> take(Channel channel) throws IOException {
        List<GetResponse> taken = new ArrayList<>();
        int count = 1 + random.nextInt(3);
        GetResponse next = channel.basicGet(from, false);
        while (next != null) {
            taken.add(next);
            next = taken.size() < count ? channel.basicGet(from, false) : null;
        }
        return taken;
    }

    private void move(Channel channel, List<GetResponse> taken) throws IOException {
        for (GetResponse each : taken) {
            if (exchange.isEmpty()) {
                for (String queue : to) {
                    channel.basicPublish("", queue, Wire.PERSISTENT, each.getBody());
                }
            } else {
                channel.basicPublish(exchange, "", Wire.PERSISTENT, each.getBody());
            }
            channel.basicAck(each.getEnvelope().getDeliveryTag(), false);
        }
    }
}
