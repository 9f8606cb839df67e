package warren.server;

import com.typesafe.config.Config;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.japi.function.Function;
import org.apache.pekko.pattern.StatusReply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import warren.actors.broker.BrokerActor;
import warren.actors.broker.BrokerSettings;
import warren.actors.broker.BrokerStatus;
import warren.actors.broker.BrokerStatus.Listener;
import warren.actors.broker.Operator;
import warren.actors.info.QueueInfo;
import warren.actors.info.VirtualHostInfo;
import warren.actors.queue.Patience;
import warren.management.Management;
import warren.management.broker.Hosting;
import warren.management.broker.ManagementSettings;
import warren.management.plugins.PluginBook;
import warren.management.plugins.PluginSettings;

/**
 * A broker in this process: the actor system and the operator's ports, started in this order and stopped in the other. It knows nothing of
 * the process: {@link Program} gives it a whole one, {@link Warren} lets others have it in theirs.
 */
final class RunningBroker {
    private static final Logger LOG = LoggerFactory.getLogger(RunningBroker.class);
    private static final Duration START = Duration.ofHours(1);
    private static final Duration QUESTION = Duration.ofSeconds(10);
    private static final Duration STOP = Duration.ofSeconds(30);
    /** Between two looks at the files of certificates. */
    private static final Duration CERTIFICATES = Duration.ofSeconds(5);

    private final ActorSystem<BrokerActor.Command> system;
    private final Management management;
    private final List<Listener> listeners;

    private RunningBroker(ActorSystem<BrokerActor.Command> system, Management management, List<Listener> listeners) {
        this.system = system;
        this.management = management;
        this.listeners = listeners;
    }

    /**
     * What a start needs of those around it.
     *
     * @param logFiles that are shown to operators
     * @param created hears of the actor system before it does anything
     * @param storeOpened is called when the data directory is this broker's
     * @param source where the settings can be read again
     * @param changed hears the settings that have changed while it runs
     * @param shutdown ends the broker in good order, called when warrenctl asks for it; returns at once
     */
    record Surroundings(
            String version,
            List<Path> logFiles,
            Consumer<ActorSystem<?>> created,
            Runnable storeOpened,
            Reload.SettingsSource source,
            Consumer<Config> changed,
            Runnable shutdown) {}

    /** Returns when connections are taken. The data directory must be there. */
    static RunningBroker start(Settings settings, Surroundings around) throws StartException {
        LOG.info(
                "Starting Warren {} on Java {}, data in {}",
                around.version(),
                Runtime.version(),
                settings.dataDirectory());
        settings.warnings().forEach(LOG::warn);
        TlsPorts tls = TlsPorts.of(settings.warren());
        var root = new Root(BrokerSettings.from(settings.warren(), around.version(), tls.amqp()));
        ActorSystem<BrokerActor.Command> system = ActorSystem.create(root.behavior(), "warren", settings.config());
        try {
            around.created().accept(system);
            root.awaitStore();
            around.storeOpened().run();
            await(awaitStartup(system), system);
            BrokerStatus status = await(status(system), system);
            loadDefinitions(settings, system);
            var reload = new Reload(
                    around.source(), settings, tls, (changed, warren) -> apply(system, tls, around, changed, warren));
            Management management = openPorts(
                    system, forManagement(settings, status, around, tls, reload), new Host(around.shutdown(), reload));
            openPrometheus(settings.warren().getConfig("prometheus"), management, system);
            warnOfStrangers(PluginDefaults.of(settings, around.version()));
            tls.watch(system, CERTIFICATES);
            return new RunningBroker(system, management, status.listeners());
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

    private static Management openPorts(
            ActorSystem<BrokerActor.Command> system, ManagementSettings settings, Hosting hosting)
            throws StartException {
        try {
            return await(Management.start(system, system, settings, hosting), system);
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

    /** What warrenctl may ask of the program. */
    private record Host(Runnable shutdown, Reload settings) implements Hosting {
        @Override
        public void stop() {
            shutdown.run();
        }

        @Override
        public CompletionStage<List<String>> reload() {
            return settings.run();
        }
    }

    /** What has changed while the broker runs. */
    private static CompletionStage<Done> apply(
            ActorSystem<BrokerActor.Command> system,
            TlsPorts tls,
            Surroundings around,
            Set<String> changed,
            Config warren) {
        var settings = BrokerSettings.from(warren, around.version(), tls.amqp());
        around.changed().accept(warren);
        CompletionStage<Done> done = change(system, replyTo -> new Operator.ChangeSettings(settings, replyTo));
        if (changed.contains("alarms.disk-free-limit")) {
            done = done.thenCompose(
                    next -> change(system, to -> new Operator.SetDiskFreeLimit(settings.diskFreeLimitBytes(), to)));
        }
        if (changed.contains("alarms.memory-watermark")) {
            done = done.thenCompose(
                    next -> change(system, to -> new Operator.SetMemoryWatermark(settings.memoryWatermark(), to)));
        }
        if (changed.contains("queues.consumer-timeout") || changed.contains("queues.unacked-warning")) {
            Patience.get(system).change(warren.getConfig("queues"));
            done = done.thenCompose(next -> wakeQueues(system));
        }
        return done;
    }

    /** A queue on which nothing happens learns of settings in the turn in which it describes itself. */
    private static CompletionStage<Done> wakeQueues(ActorSystem<BrokerActor.Command> system) {
        CompletionStage<List<VirtualHostInfo>> hosts =
                AskPattern.ask(system, Operator.ListVirtualHosts::new, QUESTION, system.scheduler());
        return hosts.thenCompose(all -> {
            CompletionStage<Done> told = CompletableFuture.completedFuture(Done.getInstance());
            for (VirtualHostInfo host : all) {
                CompletionStage<List<QueueInfo>> queues = AskPattern.askWithStatus(
                        system,
                        replyTo -> new Operator.ListQueues(host.name(), Optional.empty(), replyTo),
                        QUESTION,
                        system.scheduler());
                // one that was deleted meanwhile has no queues to tell
                told = told.thenCombine(queues.exceptionally(gone -> List.of()), (done, these) -> done);
            }
            return told;
        });
    }

    private static CompletionStage<Done> change(ActorSystem<BrokerActor.Command> system, Question request) {
        return AskPattern.askWithStatus(system, request, QUESTION, system.scheduler());
    }

    private static void openPrometheus(Config settings, Management management, ActorSystem<?> system)
            throws StartException {
        String host = settings.getString("host");
        int port = settings.getInt("port");
        try {
            await(management.openPrometheus(), system);
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

    private static void warnOfStrangers(PluginSettings settings) throws StartException {
        try {
            List<String> strangers = new PluginBook(settings).strangers();
            if (!strangers.isEmpty()) {
                LOG.warn("{} names what Warren does not have: {}", settings.file(), String.join(", ", strangers));
            }
        } catch (IOException unreadable) {
            throw new StartException(String.valueOf(unreadable.getMessage()), unreadable);
        }
    }

    private static ManagementSettings forManagement(
            Settings settings, BrokerStatus status, Surroundings around, TlsPorts tls, Reload reload) {
        Config warren = settings.warren();
        Path directory = settings.dataDirectory();
        List<String> files = settings.files().stream()
                .map(file -> file.toAbsolutePath().normalize().toString())
                .toList();
        return new ManagementSettings(
                status.node(),
                around.version(),
                warren.getString("management.host"),
                warren.getInt("management.port"),
                warren.getDuration("management.sample-interval"),
                directory,
                files,
                around.logFiles().stream().map(Path::toString).toList(),
                () -> reload.warren().getStringList("loopback-users"),
                warren.getStringList("auth-mechanisms"),
                tls.forManagement(warren),
                new Listener(
                        warren.getString("prometheus.host"),
                        warren.getInt("prometheus.port"),
                        "http/prometheus",
                        "Prometheus exporter API over HTTP"),
                PluginDefaults.of(settings, around.version()));
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
    }

    /** Where clients connect, the port without TLS first. */
    List<Listener> listeners() {
        return listeners;
    }

    /** Where the HTTP API listens, as {@code http://HOST:PORT}; empty when it does not. */
    List<String> httpAddresses() {
        return management.addresses();
    }

    /** Completes when the broker has ended, for whatever reason. */
    CompletionStage<Done> whenTerminated() {
        return system.getWhenTerminated();
    }

    boolean isTerminated() {
        return system.getWhenTerminated().toCompletableFuture().isDone();
    }

    /** A request to the root actor that is answered with yes or a reason. */
    interface Question extends Function<ActorRef<StatusReply<Done>>, BrokerActor.Command> {}

    void ask(Question question) throws InterruptedException, ExecutionException, TimeoutException {
        finish(AskPattern.askWithStatus(system, question, STOP, system.scheduler()));
    }

    /** Closes the connections and lets everything stored reach the disk. One that has failed has only its ports left to close. */
    void stop() throws InterruptedException, ExecutionException, TimeoutException {
        if (!isTerminated()) {
            ask(Operator.StopApplication::new);
        }
        finish(management.stop());
        finish(CoordinatedShutdown.get(system).runAll(CoordinatedShutdown.jvmExitReason()));
    }

    private static void finish(CompletionStage<Done> step)
            throws InterruptedException, ExecutionException, TimeoutException {
        step.toCompletableFuture().get(STOP.toMillis(), TimeUnit.MILLISECONDS);
    }
}
