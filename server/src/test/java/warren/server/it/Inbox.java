package warren.server.it;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A consumer that keeps what it is sent until the test asks. */
final class Inbox extends DefaultConsumer {
    /** One delivery. */
    record Letter(Envelope envelope, BasicProperties properties, byte[] body) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        long tag() {
            return envelope.getDeliveryTag();
        }

        boolean redelivered() {
            return envelope.isRedeliver();
        }
    }

    /** Long enough that what was going to come has come. */
    static final Duration SILENCE = Duration.ofMillis(250);

    private final BlockingQueue<Letter> letters = new LinkedBlockingQueue<>();
    final CompletableFuture<String> cancelledByBroker = new CompletableFuture<>();
    final CompletableFuture<String> cancelled = new CompletableFuture<>();

    Inbox(Channel channel) {
        super(channel);
    }

    static Inbox acking(Channel channel, String queue) throws IOException {
        return new Inbox(channel).on(queue, false);
    }

    static Inbox autoAck(Channel channel, String queue) throws IOException {
        return new Inbox(channel).on(queue, true);
    }

    private Inbox on(String queue, boolean autoAck) throws IOException {
        getChannel().basicConsume(queue, autoAck, this);
        return this;
    }

    /** The next delivery. */
    Letter next() throws InterruptedException {
        Letter letter = letters.poll(10, TimeUnit.SECONDS);
        if (letter == null) {
            throw new AssertionError("no delivery");
        }
        return letter;
    }

    List<Letter> next(int count) throws InterruptedException {
        List<Letter> found = new ArrayList<>();
        while (found.size() < count) {
            found.add(next());
        }
        return found;
    }

    List<String> texts(int count) throws InterruptedException {
        return next(count).stream().map(Letter::text).toList();
    }

    /** True when nothing comes for a while. */
    boolean staysEmpty() throws InterruptedException {
        return letters.poll(SILENCE.toMillis(), TimeUnit.MILLISECONDS) == null;
    }

    @Override
    public void handleDelivery(String tag, Envelope envelope, BasicProperties properties, byte[] body) {
        letters.add(new Letter(envelope, properties, body));
    }

    @Override
    public void handleCancel(String tag) {
        cancelledByBroker.complete(tag);
    }

    @Override
    public void handleCancelOk(String tag) {
        cancelled.complete(tag);
    }
}
