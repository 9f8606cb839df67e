package warren.server;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import warren.actors.broker.BrokerActor;
import warren.actors.broker.BrokerSettings;
import warren.actors.broker.BrokerStatus;
import warren.actors.broker.Operator;
import warren.actors.feed.Feeds;
import warren.management.Management;
import warren.management.broker.ManagementSettings;

/**
 * A running broker in this process: the actor system and the operator's ports, started in this order and stopped in the other.
 *
 * <p>The process ends in a shutdown hook, whoever asks for it: SIGTERM, Ctrl+C, warrenctl or the failure of the root actor. The hook
 * closes the connections, lets everything stored reach the disk, and sets the exit status, which the JVM would choose by the signal.
 */
final class Program {
    private static final Logger LOG = LoggerFactory.getLogger(Program.class);
    private static final Duration START = Duration.ofHours(1);
    private static final Duration QUESTION = Duration.ofSeconds(10);
    private static final Duration STOP = Duration.ofSeconds(30);

    private final String version;
    private final ActorSystem<BrokerActor.Command> system;
    private final Management management;
    private final String amqpAddress;
    private final AtomicBoolean stopping = new AtomicBoolean();

    private Program(
            String version, ActorSystem<BrokerActor.Command> system, Management management, String amqpAddress) {
        this.version = version;
        this.system = system;
        this.management = management;
        this.amqpAddress = amqpAddress;
    }

    /** Returns when connections are taken. */
    static Program start(Settings settings, String version) throws StartException {
        Path directory = settings.dataDirectory();
        DataDirectory.prepare(directory);
        Logging logging = Logging.start(settings.config().getConfig("warren.log"), directory);
        LOG.info("Starting Warren {} on Java {}, data in {}", version, Runtime.version(), directory);
        var root = new Root(BrokerSettings.from(settings.warren(), version));
        ActorSystem<BrokerActor.Command> system = ActorSystem.create(root.behavior(), "warren", settings.config());
        try {
            Config warren = settings.warren();
            Logging.feed(warren.getConfig("log"), Feeds.get(system).logLines(), warren.getString("node"));
            root.awaitStore();
            logging.openFile();
            await(awaitStartup(system), system);
            BrokerStatus status = await(status(system), system);
            loadDefinitions(settings, system);
            Management management = openPorts(system, forManagement(settings, status, version));
            openPrometheus(settings.warren().getConfig("prometheus"), management, system);
            String amqp = settings.warren().getString("amqp.host") + ":"
                    + status.listeners().get(0).port();
            var program = new Program(version, system, management, amqp);
            program.endInGoodOrder();
            logging.openConsole();
            return program;
        } catch (StartException reason) {
            LOG.error("Start failed: {}", reason.getMessage(), reason.getCause());
            endQuietly(system);
            throw reason;
        }
    }

    private static CompletionStage<Done> awaitStartup(ActorSystem<BrokerActor.Command> system) {
        return AskPattern.askWithStatus(system, Operator.AwaitStartup::new, START, system.scheduler());
    }

    private static CompletionStage<BrokerStatus> status(ActorSystem<BrokerActor.Command> system) {
        return AskPattern.ask(system, Operator.GetStatus::new, QUESTION, system.scheduler());
    }

    /** What the setting {@code load-definitions} names, at each start. */
    private static void loadDefinitions(Settings settings, ActorSystem<BrokerActor.Command> system)
            throws StartException {
        String file = settings.warren().getString("load-definitions");
        if (file.isEmpty()) {
            return;
        }
        try {
            await(Management.loadDefinitions(system, system, Path.of(file)), system);
        } catch (StartException reason) {
            Throwable cause = reason.getCause() == null ? reason : reason.getCause();
            throw new StartException(
                    "cannot load the definitions in " + file + ": "
                            + String.valueOf(cause.getMessage())
                                    .replace('\n', ' ')
                                    .strip(),
                    reason);
        }
        LOG.info("Loaded the definitions in {}", file);
    }

    private static Management openPorts(ActorSystem<BrokerActor.Command> system, ManagementSettings settings)
            throws StartException {
        try {
            return await(Management.start(system, system, settings, Program::exitSoon), system);
        } catch (StartException reason) {
            if (!StartFailure.isAboutPort(reason)) {
                throw reason;
            }
            throw new StartException(
                    "cannot listen on " + settings.host() + ":" + settings.port()
                            + ": the port is in use or not allowed; choose another with --management-port",
                    reason);
        }
    }

    private static void openPrometheus(Config settings, Management management, ActorSystem<?> system)
            throws StartException {
        if (!settings.getBoolean("enabled")) {
            return;
        }
        String host = settings.getString("host");
        int port = settings.getInt("port");
        try {
            await(management.prometheus().open(host, port), system);
        } catch (StartException reason) {
            if (!StartFailure.isAboutPort(reason)) {
                throw reason;
            }
            throw new StartException(
                    "cannot listen on " + host + ":" + port
                            + ": the port is in use or not allowed; choose another with -Dwarren.prometheus.port=N",
                    reason);
        }
    }

    private static ManagementSettings forManagement(Settings settings, BrokerStatus status, String version) {
        Config warren = settings.warren();
        Path directory = settings.dataDirectory();
        List<String> files = settings.files().stream()
                .map(file -> file.toAbsolutePath().normalize().toString())
                .toList();
        return new ManagementSettings(
                status.node(),
                version,
                warren.getString("management.host"),
                warren.getInt("management.port"),
                warren.getDuration("management.sample-interval"),
                directory,
                files,
                List.of(Logging.fileIn(directory).toString()),
                warren.getStringList("loopback-users"));
    }

    /** Waits for a step of the start; the end of the actor system ends the wait. */
    private static <T> T await(CompletionStage<T> step, ActorSystem<?> system) throws StartException {
        CompletableFuture<T> answer = step.toCompletableFuture();
        system.getWhenTerminated()
                .thenRun(() -> answer.completeExceptionally(
                        new StartException("the broker ended while it was starting; its log says why")));
        try {
            return answer.get();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new StartException("interrupted", stop);
        } catch (ExecutionException failure) {
            throw StartFailure.of(failure);
        }
    }

    /** A start that failed has nothing to close in good order but the store. */
    private static void endQuietly(ActorSystem<?> system) {
        system.terminate();
        try {
            system.getWhenTerminated().toCompletableFuture().get(STOP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException incomplete) {
            LOG.error("The actor system did not end", incomplete);
        }
        Logging.stop();
    }

    String readyLine() {
        String http =
                management.httpAddress().map(at -> ", management http://" + at).orElse("");
        return "Warren " + version + " ready: amqp " + amqpAddress + http;
    }

    private static void exitSoon() {
        new Thread(() -> System.exit(0), "stop").start();
    }

    private void endInGoodOrder() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopAndHalt, "shutdown"));
        system.getWhenTerminated().thenRun(() -> {
            if (!stopping.get()) {
                new Thread(() -> System.exit(1), "failed").start();
            }
        });
    }

    private void stopAndHalt() {
        boolean failed = system.getWhenTerminated().toCompletableFuture().isDone();
        stopping.set(true);
        LOG.info(failed ? "The root actor has failed: ending" : "Stopping");
        try {
            if (!failed) {
                finish(AskPattern.<BrokerActor.Command, Done>askWithStatus(
                        system, Operator.StopApplication::new, STOP, system.scheduler()));
            }
            finish(management.stop());
            finish(CoordinatedShutdown.get(system).runAll(CoordinatedShutdown.jvmExitReason()));
            LOG.info("Stopped");
        } catch (InterruptedException | ExecutionException | TimeoutException incomplete) {
            LOG.error("Did not stop in good order", incomplete);
            failed = true;
        }
        Logging.stop();
        Runtime.getRuntime().halt(failed ? 1 : 0);
    }

    private static void finish(CompletionStage<Done> step)
            throws InterruptedException, ExecutionException, TimeoutException {
        step.toCompletableFuture().get(STOP.toMillis(), TimeUnit.MILLISECONDS);
    }
}
