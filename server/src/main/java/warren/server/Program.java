package warren.server;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import warren.actors.broker.BrokerStatus.Listener;
import warren.actors.feed.Feeds;

/**
 * A broker that has this process to itself.
 *
 * <p>The process ends in a shutdown hook, whoever asks for it: SIGTERM, Ctrl+C, warrenctl or the failure of the root actor. The hook
 * closes the connections, lets everything stored reach the disk, and sets the exit status, which the JVM would choose by the signal.
 */
final class Program {
    private static final Logger LOG = LoggerFactory.getLogger(Program.class);

    private final String version;
    private final RunningBroker broker;
    private final String amqpPorts;
    private final AtomicBoolean stopping = new AtomicBoolean();

    private Program(String version, RunningBroker broker, String amqpPorts) {
        this.version = version;
        this.broker = broker;
        this.amqpPorts = amqpPorts;
    }

    /** Returns when connections are taken. */
    static Program start(Reload.SettingsSource source, String version) throws StartException {
        Settings settings = source.read();
        Path directory = settings.dataDirectory();
        DataDirectory.prepare(directory);
        Logging logging = Logging.start(settings.config().getConfig("warren.log"), directory);
        RunningBroker broker;
        try {
            broker = RunningBroker.start(
                    settings,
                    new RunningBroker.Surroundings(
                            version,
                            List.of(Logging.fileIn(directory)),
                            system -> feedLogExchange(settings, system),
                            logging::openFile,
                            source,
                            changed -> Logging.setLevel(changed.getString("log.level")),
                            Program::exitSoon));
        } catch (StartException reason) {
            Logging.stop();
            throw reason;
        }
        var program = new Program(version, broker, amqpPorts(settings.warren(), broker.listeners()));
        program.endInGoodOrder();
        logging.openConsole();
        return program;
    }

    private static void feedLogExchange(Settings settings, ActorSystem<?> system) {
        Config warren = settings.warren();
        Logging.feed(warren.getConfig("log"), Feeds.get(system).logLines(), warren.getString("node"));
    }

    /** As users call them: with the hosts that they have set. */
    private static String amqpPorts(Config warren, List<Listener> listeners) {
        return listeners.stream()
                .map(listener -> listener.protocol().equals("amqp")
                        ? "amqp " + warren.getString("amqp.host") + ":" + listener.port()
                        : "amqps " + warren.getString("tls.host") + ":" + listener.port())
                .collect(Collectors.joining(", "));
    }

    String readyLine() {
        List<String> http = broker.httpAddresses();
        return "Warren " + version + " ready: " + amqpPorts
                + (http.isEmpty() ? "" : ", management " + String.join(", ", http));
    }

    private static void exitSoon() {
        new Thread(() -> System.exit(0), "stop").start();
    }

    private void endInGoodOrder() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopAndHalt, "shutdown"));
        broker.whenTerminated().thenRun(() -> {
            if (!stopping.get()) {
                new Thread(() -> System.exit(1), "failed").start();
            }
        });
    }

    private void stopAndHalt() {
        boolean failed = broker.isTerminated();
        stopping.set(true);
        LOG.info(failed ? "The root actor has failed: ending" : "Stopping");
        try {
            broker.stop();
            LOG.info("Stopped");
        } catch (InterruptedException | ExecutionException | TimeoutException incomplete) {
            LOG.error("Did not stop in good order", incomplete);
            failed = true;
        }
        Logging.stop();
        Runtime.getRuntime().halt(failed ? 1 : 0);
    }
}
