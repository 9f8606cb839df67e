package warren.server.it;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** The short words that most tests need. */
final class Wire {
    static final BasicProperties PLAIN = MessageProperties.MINIMAL_BASIC;
    static final BasicProperties PERSISTENT = MessageProperties.MINIMAL_PERSISTENT_BASIC;

    private Wire() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Publishes texts through the default exchange. */
    static void send(Channel channel, String queue, String... texts) throws IOException {
        for (String text : texts) {
            channel.basicPublish("", queue, PLAIN, bytes(text));
        }
    }

    /** The numbers from 1, as texts. */
    static String[] numbers(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(String::valueOf).toArray(String[]::new);
    }

    static List<String> numbers(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(String::valueOf).toList();
    }

    static String text(GetResponse response) {
        return response == null ? "nothing" : new String(response.getBody(), StandardCharsets.UTF_8);
    }

    /** Takes all that is ready in a queue, with automatic acknowledgement. */
    static List<String> drain(Channel channel, String queue) throws IOException {
        List<String> texts = new ArrayList<>();
        for (GetResponse next = channel.basicGet(queue, true); next != null; next = channel.basicGet(queue, true)) {
            texts.add(text(next));
        }
        return texts;
    }

    static byte[] body(int length) {
        byte[] body = new byte[length];
        for (int i = 0; i < length; i++) {
            body[i] = (byte) (i * 31 + (i >> 8));
        }
        return body;
    }

    static boolean same(byte[] one, byte[] other) {
        return Arrays.equals(one, other);
    }

    /** Waits for what the broker does in its own time. */
    static void await(String what, Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.call()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("did not happen: " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }
}
