package warren.server.it;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.Method;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;

/*
 * Plays a script against a broker and writes down what can be seen, in words that do not depend on the broker, the time or chance.
 *
 * A step is a line "CHANNEL OPERATION OPERANDS FLAGS", for example "1 publish x1 info m3 mandatory". Names are aliases: the player puts a
 * prefix of its own before them, and takes it off again in the transcript. Names that start with @ are chosen by the broker.
 *
 * A step that makes no sense in the situation (open an open channel, acknowledge when nothing is held) is left out of the transcript, so
 * that a generated script may hold more than will be played, and a transcript holds a script of its own.
 *
 * After each step the player waits until the broker has come to rest: it passes the acting channel (flow), the queues (passive declares on
 * the acting channel and, twice, on a channel of its own; a broker may answer a declare before older messages, so once is not enough) and
 * then all channels (flow again), and it waits for the confirms and cancels that are due. So a step's deliveries belong to the step.
 */
final class ScriptPlayer implements AutoCloseable {
    private static final int CONTROL = 99;
    private static final AtomicInteger RUNS = new AtomicInteger();

    private final BrokerUnderTest broker;
    private final String prefix =
            "d" + Long.toString(System.nanoTime() & 0xfffffff, 36) + "." + RUNS.incrementAndGet() + ".";
    private final Map<String, String> serverNames = new HashMap<>();
    private final Set<String> queues = new TreeSet<>();
    private final Set<String> exchanges = new TreeSet<>();
    private final List<String> transcript = new ArrayList<>();
    private ObservedConnection connection;
    private String lastSnapshot = "";

    private ScriptPlayer(BrokerUnderTest broker) throws IOException {
        this.broker = broker;
        connection = connect();
    }

    /** The script's lines after "> ", each followed by what was seen. */
    static String play(BrokerUnderTest broker, List<String> script) throws IOException {
        try (ScriptPlayer player = new ScriptPlayer(broker)) {
            for (String line : script) {
                player.tell(line);
            }
            return String.join("\n", player.transcript) + "\n";
        }
    }

    private void tell(String line) throws IOException {
        try {
            step(line);
        } catch (IOException | AssertionError failure) {
            throw new AssertionError(
                    "at '" + line + "' after\n" + String.join("\n", transcript) + "\n" + failure, failure);
        }
    }

    private ObservedConnection connect() throws IOException {
        ObservedConnection fresh = new ObservedConnection(broker);
        fresh.open(CONTROL);
        return fresh;
    }

    private void step(String line) throws IOException {
        Step step = Step.parse(line);
        ObservedChannel channel = connection.channel(step.channel());
        if (step.is("open") == channel.open || (step.has("if-idle") && hasConsumer(step.word(0)))) {
            return;
        }
        Optional<List<String>> seen = new Operations(this, connection, channel).play(step);
        if (seen.isEmpty()) {
            return;
        }
        transcript.add("> " + line);
        seen.get().forEach(each -> say(step.channel() + " " + each));
        settle(step.channel());
        if (connection.error().isPresent()) {
            say(connection.error().get());
            connection.close();
            connection = connect();
            snapshot();
        }
        connection.channels().forEach(each -> each.takeNews().forEach(this::say));
        String now = snapshot();
        if (!now.equals(lastSnapshot)) {
            transcript.add("= " + now);
            lastSnapshot = now;
        }
    }

    private boolean hasConsumer(String queue) {
        for (ObservedChannel channel : connection.channels()) {
            if (channel.consumers.containsValue(queue)) {
                return true;
            }
        }
        return false;
    }

    private void say(String seen) {
        String text = seen.replace(prefix, "");
        for (Map.Entry<String, String> named : serverNames.entrySet()) {
            text = text.replace(named.getValue(), named.getKey());
        }
        transcript.add("< " + text);
    }

    private void settle(int acting) throws IOException {
        flow(acting);
        snapshot();
        for (String alias : Set.copyOf(queues)) {
            if (connection.isOpen(acting)) {
                connection.ask(acting, passive(alias));
            }
        }
        snapshot();
        snapshot();
        for (ObservedChannel channel : connection.channels()) {
            flow(channel.number);
            connection.pumpUntil(() -> channel.unconfirmed.isEmpty() || !channel.open);
            connection.pumpUntil(() -> queues.containsAll(channel.consumers.values()) || !channel.open);
        }
    }

    private void flow(int channel) throws IOException {
        if (connection.isOpen(channel)) {
            connection.ask(channel, new AMQImpl.Channel.Flow(true));
        }
    }

    /** "q1 READY/CONSUMERS ..." of the queues that there are. */
    private String snapshot() throws IOException {
        Map<String, String> counts = new TreeMap<>();
        for (String alias : List.copyOf(queues)) {
            if (connection.error().isPresent()) {
                return lastSnapshot;
            }
            Optional<ObservedChannel.Reply> reply = connection.ask(CONTROL, passive(alias));
            if (reply.isEmpty()) {
                queues.remove(alias);
                connection.channel(CONTROL).takeNews();
                connection.open(CONTROL);
            } else {
                AMQImpl.Queue.DeclareOk ok =
                        (AMQImpl.Queue.DeclareOk) reply.get().method();
                counts.put(alias, ok.getMessageCount() + "/" + ok.getConsumerCount());
            }
        }
        StringBuilder line = new StringBuilder();
        counts.forEach((alias, count) -> line.append(line.length() == 0 ? "" : ", ")
                .append(alias)
                .append(' ')
                .append(count));
        return line.length() == 0 ? "no queues" : line.toString();
    }

    private Method passive(String alias) {
        return new AMQImpl.Queue.Declare(0, name(alias), true, false, false, false, false, Map.of());
    }

    /** The real name of an alias. Predeclared and empty names stand for themselves. */
    String name(String alias) {
        if (alias.startsWith("@")) {
            return serverNames.getOrDefault(alias, "");
        }
        return alias.equals("-") ? "" : alias.startsWith("amq.") ? alias : prefix + alias;
    }

    void queueDeclared(String alias, String name) {
        if (alias.startsWith("@")) {
            serverNames.put(alias, name);
        }
        queues.add(alias);
    }

    void queueDeleted(String alias) {
        queues.remove(alias);
    }

    void exchangeDeclared(String alias) {
        if (!alias.startsWith("amq.") && !alias.equals("-")) {
            exchanges.add(alias);
        }
    }

    @Override
    public void close() throws IOException {
        connection.close();
        try (RawConnection cleaning = RawConnection.open(broker).withChannel(1)) {
            for (String alias : queues) {
                cleaning.send(1, new AMQImpl.Queue.Delete(0, name(alias), false, false, true));
            }
            for (String alias : exchanges) {
                cleaning.send(1, new AMQImpl.Exchange.Delete(0, name(alias), false, true));
            }
            cleaning.send(1, new AMQImpl.Channel.Close(200, "", 0, 0));
            RawConnection.RawFrame last = cleaning.read();
            if (last.method() instanceof AMQImpl.Channel.Close close && close.getReplyCode() != 405) {
                throw new AssertionError("could not clean up: " + close);
            }
        }
    }

    /** The properties of a scripted message. */
    static BasicProperties properties(Step step) {
        return step.has("persistent") ? Wire.PERSISTENT : Wire.PLAIN;
    }

    /** A parsed line of a script. */
    record Step(int channel, String operation, List<String> words) {
        static Step parse(String line) {
            List<String> words = List.of(line.split(" "));
            return new Step(Integer.parseInt(words.get(0)), words.get(1), words.subList(2, words.size()));
        }

        boolean is(String name) {
            return operation.equals(name);
        }

        String word(int place) {
            return words.get(place);
        }

        boolean has(String flag) {
            return words.contains(flag);
        }

        /** Arguments as name=value; numbers are integers. */
        Map<String, Object> arguments() {
            Map<String, Object> arguments = new TreeMap<>();
            for (String word : words) {
                int equals = word.indexOf('=');
                if (equals > 0) {
                    String value = word.substring(equals + 1);
                    arguments.put(
                            word.substring(0, equals),
                            value.matches("-?\\d+") ? (Object) Integer.valueOf(value) : value);
                }
            }
            return arguments;
        }
    }
}
