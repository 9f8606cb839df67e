package warren.management;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.http.javadsl.ConnectionContext;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.ServerBuilder;
import org.apache.pekko.http.javadsl.model.Uri;
import org.apache.pekko.http.javadsl.settings.ParserSettings;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.SystemMaterializer;
import warren.actors.broker.BrokerActor;
import warren.actors.broker.BrokerStatus.Listener;
import warren.actors.feed.EventFeed;
import warren.actors.info.Pids;
import warren.management.broker.Broker;
import warren.management.broker.Hosting;
import warren.management.broker.ManagementSettings;
import warren.management.broker.StatusReport;
import warren.management.broker.TlsPorts;
import warren.management.control.ControlCommands;
import warren.management.control.ControlFile;
import warren.management.control.ControlPort;
import warren.management.definitions.DefinitionsExport;
import warren.management.definitions.DefinitionsImport;
import warren.management.http.ApiAccess;
import warren.management.http.HttpApi;
import warren.management.http.PageFiles;
import warren.management.http.Resources;
import warren.management.json.Json;
import warren.management.prometheus.PrometheusPort;
import warren.management.rates.Rates;
import warren.management.rates.SamplerActor;

/**
 * The two ports for operators, from start to stop. The broker must hold its data directory before they are opened, because the control
 * file is written there.
 */
public final class Management {
    private static final Duration UNBIND = Duration.ofSeconds(2);

    private final ManagementSettings settings;
    private final ServerBinding control;
    private final List<ServerBinding> http;
    private final PrometheusPort prometheus;

    private Management(
            ManagementSettings settings, ServerBinding control, List<ServerBinding> http, PrometheusPort prometheus) {
        this.settings = settings;
        this.control = control;
        this.http = http;
        this.prometheus = prometheus;
    }

    /**
     * Opens both ports and writes the control file. The stage fails with the reason when a port is taken.
     *
     * @param hosting what warrenctl can ask of the program
     */
    public static CompletionStage<Management> start(
            ActorSystem<?> system, ActorRef<BrokerActor.Command> root, ManagementSettings settings, Hosting hosting) {
        var ports = new Ports(system, settings);
        var broker = new Broker(root, system.scheduler());
        var pids =
                new Pids(settings.node(), Duration.ofMillis(system.startTime()).toSeconds());
        var prometheus = new PrometheusPort(system, broker, pids, settings.version());
        var status = new StatusReport(broker, settings, prometheus::listener);
        var definitions = new ControlCommands.Definitions(
                new DefinitionsExport(broker, settings.version()), new DefinitionsImport(broker));
        String secret = ControlFile.newSecret();
        var control = new ControlPort(
                new ControlCommands(broker, status, pids, definitions, hosting), secret, ports.materializer);
        return ports.http(broker, status)
                .thenCompose(http -> ports.control(control).thenApply(own -> {
                    write(settings, own, secret);
                    return new Management(settings, own, http, prometheus);
                }));
    }

    /** Brings in what a file of definitions says. The stage fails with the reason when it cannot be read or carried out. */
    public static CompletionStage<Done> loadDefinitions(
            ActorSystem<?> system, ActorRef<BrokerActor.Command> root, Path file) {
        try {
            return new DefinitionsImport(new Broker(root, system.scheduler()).inNameOf(EventFeed.INTERNAL_USER))
                    .whole(Json.read(Files.readAllBytes(file)));
        } catch (IOException unreadable) {
            return CompletableFuture.failedFuture(unreadable);
        }
    }

    private static void write(ManagementSettings settings, ServerBinding control, String secret) {
        InetSocketAddress address = control.localAddress();
        var file = new ControlFile(
                settings.node(),
                address.getAddress().getHostAddress(),
                address.getPort(),
                secret,
                ProcessHandle.current().pid());
        try {
            file.writeTo(settings.dataDirectory());
        } catch (IOException unwritable) {
            throw new UncheckedIOException("cannot write the control file", unwritable);
        }
    }

    /** Where the HTTP API listens, as {@code http://HOST:PORT}. */
    public List<String> addresses() {
        return settings.listeners().stream()
                .map(listener -> listener.protocol() + "://" + listener.host() + ":" + listener.port())
                .toList();
    }

    /** The port for Prometheus, closed at first. */
    public PrometheusPort prometheus() {
        return prometheus;
    }

    /** Closes all ports and removes the control file. */
    public CompletionStage<Done> stop() {
        try {
            ControlFile.removeFrom(settings.dataDirectory());
        } catch (IOException stays) {
            // a stale file does no harm: its port is closed and its secret is forgotten
        }
        CompletionStage<Done> closed = control.terminate(UNBIND)
                .thenApply(done -> Done.getInstance())
                .thenCombine(prometheus.close(), (done, also) -> Done.getInstance());
        for (ServerBinding binding : http) {
            closed = binding.terminate(UNBIND).thenCombine(closed, (done, also) -> Done.getInstance());
        }
        return closed;
    }

    /** Binds the ports. */
    private static final class Ports {
        private final ActorSystem<?> system;
        private final ManagementSettings settings;
        private final Materializer materializer;
        private final ServerSettings serverSettings;

        Ports(ActorSystem<?> system, ManagementSettings settings) {
            this.system = system;
            this.settings = settings;
            this.materializer = SystemMaterializer.get(system).materializer();
            this.serverSettings = ServerSettings.create(system.classicSystem())
                    .withRemoteAddressAttribute(true)
                    .withParserSettings(ParserSettings.forServer(system).withUriParsingMode(Uri.RELAXED));
        }

        CompletionStage<List<ServerBinding>> http(Broker broker, StatusReport status) {
            if (settings.listeners().isEmpty()) {
                return CompletableFuture.completedFuture(List.of());
            }
            var rates = new Rates(settings.sampleInterval().toMillis());
            system.systemActorOf(
                    SamplerActor.create(broker, rates, settings.sampleInterval()), "sampler", Props.empty());
            var api = new HttpApi(
                    new ApiAccess(broker, settings.loopbackUsers()),
                    new Resources(broker, settings, status, rates),
                    new PageFiles(),
                    materializer);
            CompletionStage<List<ServerBinding>> bound = CompletableFuture.completedFuture(List.of());
            for (Listener listener : settings.listeners()) {
                bound = bound.thenCombine(
                        bind(listener, api),
                        (before, binding) -> Stream.concat(before.stream(), Stream.of(binding))
                                .toList());
            }
            return bound;
        }

        private CompletionStage<ServerBinding> bind(Listener listener, HttpApi api) {
            ServerBuilder builder = Http.get(system)
                    .newServerAt(listener.host(), listener.port())
                    .withSettings(serverSettings);
            Optional<TlsPorts.Https> https =
                    settings.tls().https().filter(also -> listener.protocol().equals("https"));
            return https.isEmpty()
                    ? builder.bind(api::handle)
                    : builder.enableHttps(
                                    ConnectionContext.httpsServer(https.get().engines()::get))
                            .bind(api::handle);
        }

        CompletionStage<ServerBinding> control(ControlPort port) {
            return Http.get(system)
                    .newServerAt(InetAddress.getLoopbackAddress().getHostAddress(), 0)
                    .withSettings(serverSettings)
                    .bind(port::handle);
        }
    }
}
