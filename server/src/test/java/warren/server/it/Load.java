package warren.server.it;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * The clients of the crash tests, each on a connection of its own, and the queues that they use: two work queues whose rejected messages
 * die into a third, two pairs of queues that transactions fill from two others, and one whose messages die of age.
 */
final class Load {
    static final String DEAD = "dead";
    static final String EXPIRED = "expired";
    static final String EXPIRING = "expiring";
    static final List<String> WORK = List.of("work-0", "work-1");
    static final List<String> SOURCES = List.of("source-0", "source-1");
    static final List<String> PAIR_0 = List.of("target-0a", "target-0b");
    static final List<String> PAIR_1 = List.of("target-1a", "target-1b");
    /** All but those that hold the dead. */
    static final List<String> LIVING = List.of(
            "work-0", "work-1", "source-0", "source-1", "target-0a", "target-0b", "target-1a", "target-1b", EXPIRING);

    private static final int FILLER_MAX = 400;
    private static final int LARGE_FILLER = 60_000;

    /** One client: runs until the load is over or its connection is. */
    interface Client {
        void run(Connection connection, Ledger ledger, Load load) throws Exception;
    }

    private final Ledger ledger;
    private final List<Client> clients = new ArrayList<>();
    private final LoadDefinitions definitions = new LoadDefinitions();
    private final List<Thread> threads = new ArrayList<>();
    private final List<Connection> connections = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private volatile boolean isOn;
    private volatile BrokerUnderTest broker;

    Load(Ledger ledger) {
        this.ledger = ledger;
        ledger.declareMortal(EXPIRING);
        clients.add(new LoadPublisher("p0", "", "work-0", List.of("work-0"), 15_000));
        clients.add(new LoadPublisher("p1", "amq.direct", "work", List.of("work-1"), 15_000));
        clients.add(new LoadPublisher("p2", "work-fan", "", WORK, 10_000));
        clients.add(new LoadPublisher("s0", "", "source-0", List.of("source-0"), 1_000));
        clients.add(new LoadPublisher("s1", "", "source-1", List.of("source-1"), 1_000));
        clients.add(new LoadPublisher("e0", "", EXPIRING, List.of(EXPIRING), 2_000));
        clients.add(new LoadConsumer("work-0", 1));
        clients.add(new LoadConsumer("work-0", 2));
        clients.add(new LoadConsumer("work-1", 3));
        clients.add(new LoadTransactions("source-0", "", PAIR_0, 4));
        clients.add(new LoadTransactions("source-1", "pair-fan", PAIR_1, 5));
        clients.add(definitions);
    }

    static void declare(Channel channel) throws Exception {
        Map<String, Object> deadLetters = Map.of("x-dead-letter-exchange", "graves", "x-dead-letter-routing-key", "g");
        Map<String, Object> shortLives =
                Map.of("x-dead-letter-exchange", "", "x-dead-letter-routing-key", EXPIRED, "x-message-ttl", 300);
        channel.exchangeDeclare("graves", "direct", true);
        channel.exchangeDeclare("work-fan", "fanout", true);
        channel.exchangeDeclare("pair-fan", "fanout", true);
        for (String queue : LIVING) {
            boolean isWork = WORK.contains(queue);
            channel.queueDeclare(
                    queue, true, false, false, isWork ? deadLetters : queue.equals(EXPIRING) ? shortLives : null);
        }
        channel.queueDeclare(DEAD, true, false, false, null);
        channel.queueDeclare(EXPIRED, true, false, false, null);
        channel.queueBind(DEAD, "graves", "g");
        channel.queueBind("work-1", "amq.direct", "work");
        for (String queue : WORK) {
            channel.queueBind(queue, "work-fan", "");
        }
        for (String queue : PAIR_1) {
            channel.queueBind(queue, "pair-fan", "");
        }
    }

    /** "publisher/number" and a filler that only this message has. */
    static byte[] body(String publisher, long number, Random random) {
        int filler = random.nextInt(300) == 0 ? LARGE_FILLER : random.nextInt(FILLER_MAX);
        byte[] text = (publisher + "/" + number + " ").getBytes(StandardCharsets.UTF_8);
        byte[] body = Arrays.copyOf(text, text.length + filler);
        for (int i = text.length; i < body.length; i++) {
            body[i] = fillerAt(number, i);
        }
        return body;
    }

    private static byte fillerAt(long number, int at) {
        return (byte) ('a' + (number * 31 + at) % 26);
    }

    /** Which message it is; each byte of it must be its own. */
    static Ledger.Key keyOf(String queue, byte[] body) {
        int blank = 0;
        while (body[blank] != ' ') {
            blank++;
        }
        Ledger.Key key = Ledger.Key.of(queue, new String(body, 0, blank, StandardCharsets.UTF_8));
        for (int i = blank + 1; i < body.length; i++) {
            if (body[i] != fillerAt(key.number(), i)) {
                throw new AssertionError("wrong bytes in " + key);
            }
        }
        return key;
    }

    /** A dead letter stands for the message in the queue where it died first. */
    static Ledger.Key deadKeyOf(BasicProperties properties, byte[] body) {
        return keyOf(properties.getHeaders().get("x-first-death-queue").toString(), body);
    }

    void start(BrokerUnderTest to) throws Exception {
        isOn = true;
        broker = to;
        failures.clear();
        for (Client client : clients) {
            Connection connection = connect();
            var thread =
                    new Thread(() -> run(client, connection), client.getClass().getSimpleName());
            threads.add(thread);
            thread.start();
        }
    }

    private Connection connect() throws IOException, TimeoutException {
        Connection connection = broker.factory().newConnection();
        synchronized (connections) {
            connections.add(connection);
        }
        return connection;
    }

    private void run(Client client, Connection first) {
        Connection connection = first;
        while (true) {
            try {
                client.run(connection, ledger, this);
                if (!isOn || (connection.isOpen() && !ledger.hasFailures())) {
                    return;
                }
                // its channel was closed between two calls
                ledger.count("channels closed");
            } catch (Throwable failure) {
                if (!isOn || !ledger.hasFailures()) {
                    synchronized (failures) {
                        failures.add(failure);
                    }
                    return;
                }
                // a channel may be closed by a failure; then there is another
                ledger.count((connection.isOpen() ? "channels closed: " : "connections closed: ") + reason(failure));
            }
            if (!connection.isOpen()) {
                ledger.count("connections lost");
                connection = again(connection);
            }
        }
    }

    /** Another connection, when the broker takes one. The old one when the load is over before. */
    private Connection again(Connection lost) {
        while (isOn) {
            try {
                return connect();
            } catch (IOException | TimeoutException failure) {
                ledger.count("connections not opened: " + reason(failure));
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
        }
        return lost;
    }

    /** Each kind of client goes on. {@code faults}: what to say when one does not. */
    void awaitProgress(Map<String, Integer> faults) {
        for (String what : List.of("confirmed", "acked for sure", "committed", "declared")) {
            long enough = ledger.counted(what) + 20;
            awaitQuietly(() -> ledger.counted(what) >= enough);
            if (ledger.counted(what) < enough) {
                throw new AssertionError(what + " no more; " + failures() + whereabouts() + " " + faults);
            }
        }
    }

    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && !(cause instanceof ShutdownSignalException)) {
            cause = cause.getCause();
        }
        return cause.toString().replaceAll(".*reply-code=(\\d+).*", "$1");
    }

    /** Reads all queues and compares; see {@link Audit#run}. */
    void audit(Connection connection, boolean isCrash, boolean isLast) throws Exception {
        new Audit(connection).run(ledger, isCrash, isLast);
        definitions.audit(connection, ledger);
    }

    boolean isOn() {
        return isOn;
    }

    /** Why clients have ended so far. */
    List<Throwable> failures() {
        synchronized (failures) {
            return List.copyOf(failures);
        }
    }

    /** What each client waits for at this moment, and how much is in each queue. */
    String whereabouts() {
        var text = new StringBuilder();
        for (Thread thread : threads) {
            String frames = Arrays.stream(thread.getStackTrace())
                    .filter(frame -> frame.getClassName().startsWith("warren."))
                    .limit(2)
                    .map(StackTraceElement::toString)
                    .collect(Collectors.joining(" < "));
            text.append("\n").append(thread.getName()).append(": ").append(frames);
        }
        LIVING.forEach(queue -> text.append("\n").append(queue).append(": ").append(ledger.size(queue)));
        return text.append("\n").append(ledger.figures()).toString();
    }

    /** Lets all clients come to their ends, and waits for that. */
    void stop() throws Exception {
        isOn = false;
        for (Thread thread : threads) {
            thread.join(30_000);
            if (thread.isAlive()) {
                throw new AssertionError("a client does not end: " + Arrays.toString(thread.getStackTrace()));
            }
        }
        threads.clear();
        synchronized (connections) {
            connections.forEach(connection -> connection.abort(2_000));
            connections.clear();
        }
    }

    /** For what other threads do soon, or not at all. */
    static void awaitQuietly(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }
}
