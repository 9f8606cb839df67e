package warren.server.it;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Consumes one queue with a prefetch: acks alone or many, rejects, gives back, closes its channel and opens another. After every so many
 * messages it makes a synchronous call: once that is answered, what it acked before is gone for good.
 */
final class LoadConsumer implements Load.Client {
    private static final Letter END = new Letter(0, new Ledger.Key("", "", 0), false);
    private static final int MESSAGES_PER_CALL = 150;
    private static final int MESSAGES_PER_CHANNEL = 3_000;

    private record Letter(long tag, Ledger.Key key, boolean isRedelivered) {}

    private final String queue;
    private final Random random;
    private final Deque<Letter> held = new ArrayDeque<>();
    /** Since the last synchronous call. */
    private final List<Ledger.Key> acked = new ArrayList<>();

    private final Map<String, Long> last = new HashMap<>();

    LoadConsumer(String queue, long seed) {
        this.queue = queue;
        this.random = new Random(seed);
    }

    @Override
    public void run(Connection connection, Ledger ledger, Load load) throws Exception {
        held.clear();
        acked.clear();
        while (load.isOn() && connection.isOpen()) {
            Channel channel = connection.createChannel();
            BlockingQueue<Letter> letters = new LinkedBlockingQueue<>();
            last.clear();
            channel.basicQos(1 + random.nextInt(100));
            try {
                consume(channel, letters, ledger, load);
            } finally {
                look(letters, ledger);
            }
        }
    }

    private void consume(Channel channel, BlockingQueue<Letter> letters, Ledger ledger, Load load) throws Exception {
        String tag = channel.basicConsume(queue, false, into(letters, channel));
        for (int i = 1; i % MESSAGES_PER_CHANNEL != 0 && load.isOn() && channel.isOpen(); ) {
            Letter letter = letters.poll(20, TimeUnit.MILLISECONDS);
            if (letter == null) {
                ackHeld(channel, ledger);
                continue;
            }
            i++;
            take(letter, ledger);
            settle(channel, ledger);
            if (i % MESSAGES_PER_CALL == 0) {
                call(channel);
                allAcked(ledger);
            }
        }
        end(channel, tag, letters, ledger);
    }

    /** What it holds, and what has come unread, goes back to its place. */
    private void end(Channel channel, String tag, BlockingQueue<Letter> letters, Ledger ledger) throws Exception {
        if (!channel.isOpen()) {
            throw new IOException("the channel is closed", channel.getCloseReason());
        }
        channel.basicCancel(tag);
        Load.awaitQuietly(() -> letters.contains(END));
        look(letters, ledger);
        held.forEach(letter -> ledger.requeueing(letter.key()));
        held.clear();
        channel.close();
        allAcked(ledger);
    }

    /** What has come, though nobody does anything with it. */
    private void look(BlockingQueue<Letter> letters, Ledger ledger) {
        for (Letter letter = letters.poll(); letter != null; letter = letters.poll()) {
            if (letter != END) {
                take(letter, ledger);
            }
        }
    }

    private DefaultConsumer into(BlockingQueue<Letter> letters, Channel channel) {
        return new DefaultConsumer(channel) {
            @Override
            public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
                letters.add(new Letter(envelope.getDeliveryTag(), Load.keyOf(queue, body), envelope.isRedeliver()));
            }

            @Override
            public void handleCancelOk(String tag) {
                letters.add(END);
            }
        };
    }

    private void take(Letter letter, Ledger ledger) {
        held.add(letter);
        Ledger.Key key = letter.key();
        if (ledger.delivered(key, letter.isRedelivered())) {
            Long before = last.put(key.publisher(), key.number());
            if (before != null && before >= key.number()) {
                ledger.overtaken(key, before);
            }
        }
    }

    private void settle(Channel channel, Ledger ledger) throws IOException {
        int dice = random.nextInt(100);
        if (dice < 15) {
            ackHeld(channel, ledger);
        } else if (dice < 60) {
            Letter one = held.removeFirst();
            ledger.acking(one.key());
            channel.basicAck(one.tag(), false);
            acked.add(one.key());
        } else if (dice < 65) {
            Letter one = held.removeLast();
            ledger.rejecting(one.key());
            channel.basicReject(one.tag(), false);
        } else if (dice < 66) {
            Letter one = held.removeFirst();
            ledger.requeueing(one.key());
            channel.basicNack(one.tag(), false, true);
        }
    }

    private void ackHeld(Channel channel, Ledger ledger) throws IOException {
        if (held.isEmpty()) {
            return;
        }
        Letter newest = held.getLast();
        List<Ledger.Key> keys = held.stream().map(Letter::key).toList();
        keys.forEach(ledger::acking);
        channel.basicAck(newest.tag(), true);
        acked.addAll(keys);
        held.clear();
    }

    private void call(Channel channel) throws IOException {
        switch (random.nextInt(4)) {
            case 0 -> channel.queueDeclarePassive(queue);
            case 1 -> channel.queueDeclarePassive(Load.DEAD);
            case 2 -> channel.exchangeDeclarePassive("amq.direct");
            default -> channel.basicQos(1 + random.nextInt(100));
        }
    }

    private void allAcked(Ledger ledger) {
        acked.forEach(ledger::acked);
        acked.clear();
    }
}
