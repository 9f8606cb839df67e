package warren.server.it;

import com.rabbitmq.client.Channel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** The articles' programs in one calling style of pika, as processes. Closing it kills those that still run. */
final class Python implements AutoCloseable {
    /** Before pika 1.0, or since. */
    enum Style {
        OLD,
        NEW
    }

    private static final Path FOLDER = Path.of("src/test/python").toAbsolutePath();
    private static final String INTERPRETER = "/usr/bin/python3";

    private final BrokerUnderTest broker;
    private final Style style;
    private final List<Program> running = new ArrayList<>();

    Python(BrokerUnderTest broker, Style style) {
        this.broker = broker;
        this.style = style;
        Assumptions.assumeTrue(
                Files.exists(Path.of("/usr/lib/python3/dist-packages/pika")), "Debian's python3-pika is not installed");
    }

    /** Starts a program, for example "004/send", and leaves it running. */
    Program start(String program, String... arguments) {
        return start(builder(program, arguments));
    }

    /** Starts a program that asks for this heartbeat. */
    Program startWithHeartbeat(int seconds, String program) {
        ProcessBuilder builder = builder(program);
        builder.environment().put("AMQP_HEARTBEAT", String.valueOf(seconds));
        return start(builder);
    }

    private Program start(ProcessBuilder builder) {
        Program started = Program.start(builder);
        running.add(started);
        return started;
    }

    /** Runs a program to its end and returns its output. */
    Program.Outcome run(String program, String... arguments) {
        return start(program, arguments).outcome();
    }

    private ProcessBuilder builder(String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                INTERPRETER,
                FOLDER.resolve(style.name().toLowerCase(java.util.Locale.ROOT))
                        .resolve(program + ".py")
                        .toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        String support = FOLDER.resolve("support").toString();
        builder.environment().put("PYTHONPATH", style == Style.OLD ? FOLDER.resolve("pika0") + ":" + support : support);
        builder.environment().put("AMQP_PORT", String.valueOf(broker.port()));
        builder.environment().put("PYTHONUNBUFFERED", "1");
        builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
        builder.environment().put("PYTHONIOENCODING", "utf-8");
        return builder;
    }

    /** Waits until a queue has this many consumers: most programs of the articles do not say when they are ready. */
    static void awaitConsumers(Channel channel, String queue, int count) throws Exception {
        Wire.await(count + " consumers of " + queue, () -> {
            try (Channel asking = channel.getConnection().createChannel()) {
                return asking.queueDeclarePassive(queue).getConsumerCount() == count;
            } catch (java.io.IOException | com.rabbitmq.client.AlreadyClosedException notYet) {
                return false;
            }
        });
    }

    @Override
    public void close() {
        running.forEach(Program::close);
    }
}
