package warren.server;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.pattern.StatusReply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import warren.actors.broker.BrokerActor;
import warren.actors.broker.BrokerSettings;
import warren.actors.broker.BrokerStatus;
import warren.actors.broker.Operator;
import warren.management.Management;
import warren.management.broker.Hosting;
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
    /** Between two looks at the files of certificates. */
    private static final Duration CERTIFICATES = Duration.ofSeconds(5);

    private final String version;
    private final ActorSystem<BrokerActor.Command> system;
    private final Management management;
    private final String amqpPorts;
    private final AtomicBoolean stopping = new AtomicBoolean();

    private Program(String version, ActorSystem<BrokerActor.Command> system, Management management, String amqpPorts) {
        this.version = version;
        this.system = system;
        this.management = management;
        this.amqpPorts = amqpPorts;
    }

    /** Returns when connections are taken. */
    static Program start(Reload.SettingsSource source, String version) throws StartException {
        Settings settings = source.read();
        TlsPorts tls = TlsPorts.of(settings.warren());
        Path directory = settings.dataDirectory();
        DataDirectory.prepare(directory);
        Logging logging = Logging.start(settings.config().getConfig("warren.log"), directory);
        LOG.info("Starting Warren {} on Java {}, data in {}", version, Runtime.version(), directory);
        settings.warnings().forEach(LOG::warn);
        var root = new Root(BrokerSettings.from(settings.warren(), version, tls.amqp()));
        ActorSystem<BrokerActor.Command> system = ActorSystem.create(root.behavior(), "warren", settings.config());
        try {
            root.awaitStore();
            logging.openFile();
            await(awaitStartup(system), system);
            BrokerStatus status = await(status(system), system);
            loadDefinitions(settings, system);
            var reload = new Reload(
                    source, settings, tls, (changed, warren) -> apply(system, tls, version, changed, warren));
            Management management = openPorts(system, forManagement(settings, status, version, tls, reload), reload);
            tls.watch(system, CERTIFICATES);
            var program = new Program(version, system, management, amqpPorts(settings.warren(), status));
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

    /** As users call them: with the hosts that they have set. */
    private static String amqpPorts(Config warren, BrokerStatus status) {
        return status.listeners().stream()
                .map(listener -> listener.protocol().equals("amqp")
                        ? "amqp " + warren.getString("amqp.host") + ":" + listener.port()
                        : "amqps " + warren.getString("tls.host") + ":" + listener.port())
                .collect(Collectors.joining(", "));
    }

    /** What has changed while the broker runs. */
    private static CompletionStage<Done> apply(
            ActorSystem<BrokerActor.Command> system, TlsPorts tls, String version, Set<String> changed, Config warren) {
        var settings = BrokerSettings.from(warren, version, tls.amqp());
        Logging.setLevel(warren.getString("log.level"));
        CompletionStage<Done> done = ask(system, replyTo -> new Operator.ChangeSettings(settings, replyTo));
        if (changed.contains("alarms.disk-free-limit")) {
            done = done.thenCompose(
                    next -> ask(system, to -> new Operator.SetDiskFreeLimit(settings.diskFreeLimitBytes(), to)));
        }
        if (changed.contains("alarms.memory-watermark")) {
            done = done.thenCompose(
                    next -> ask(system, to -> new Operator.SetMemoryWatermark(settings.memoryWatermark(), to)));
        }
        return done;
    }

    private static CompletionStage<Done> ask(
            ActorSystem<BrokerActor.Command> system,
            org.apache.pekko.japi.function.Function<ActorRef<StatusReply<Done>>, BrokerActor.Command> request) {
        return AskPattern.askWithStatus(system, request, QUESTION, system.scheduler());
    }

    private static Management openPorts(
            ActorSystem<BrokerActor.Command> system, ManagementSettings settings, Reload reload) throws StartException {
        try {
            return await(Management.start(system, system, settings, new Host(reload)), system);
        } catch (StartException reason) {
            if (!StartFailure.isAboutPort(reason)) {
                throw reason;
            }
            throw new StartException(
                    "cannot listen on "
                            + settings.listeners().stream()
                                    .map(each -> each.host() + ":" + each.port())
                                    .collect(Collectors.joining(" and "))
                            + ": the port is in use or not allowed; choose another with --management-port",
                    reason);
        }
    }

    /** What warrenctl may ask of this process. */
    private record Host(Reload settings) implements Hosting {
        @Override
        public void stop() {
            new Thread(() -> System.exit(0), "stop").start();
        }

        @Override
        public CompletionStage<List<String>> reload() {
            return settings.run();
        }
    }

    private static ManagementSettings forManagement(
            Settings settings, BrokerStatus status, String version, TlsPorts tls, Reload reload) {
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
                () -> reload.warren().getStringList("loopback-users"),
                warren.getStringList("auth-mechanisms"),
                tls.forManagement(warren));
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
        List<String> http = management.addresses();
        return "Warren " + version + " ready: " + amqpPorts
                + (http.isEmpty() ? "" : ", management " + String.join(", ", http));
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
