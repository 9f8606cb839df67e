package warren.management;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.model.Uri;
import org.apache.pekko.http.javadsl.settings.ParserSettings;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.SystemMaterializer;
import warren.actors.broker.BrokerActor;
import warren.actors.feed.EventFeed;
import warren.actors.info.Pids;
import warren.management.broker.Broker;
import warren.management.broker.ManagementSettings;
import warren.management.broker.StatusReport;
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
    private final Optional<ServerBinding> http;
    private final PrometheusPort prometheus;

    private Management(
            ManagementSettings settings,
            ServerBinding control,
            Optional<ServerBinding> http,
            PrometheusPort prometheus) {
        this.settings = settings;
        this.control = control;
        this.http = http;
        this.prometheus = prometheus;
    }

    /**
     * Opens both ports and writes the control file. The stage fails with the reason when a port is taken.
     *
     * @param shutdown ends the process in good order; called when warrenctl asks for it
     */
    public static CompletionStage<Management> start(
            ActorSystem<?> system, ActorRef<BrokerActor.Command> root, ManagementSettings settings, Runnable shutdown) {
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
                new ControlCommands(broker, status, pids, definitions, shutdown), secret, ports.materializer);
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

    /** Where the HTTP API listens, as {@code HOST:PORT}; empty when it does not. */
    public Optional<String> httpAddress() {
        return http.map(
                binding -> settings.host() + ":" + binding.localAddress().getPort());
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
        return http.isEmpty()
                ? closed
                : http.get().terminate(UNBIND).thenCombine(closed, (done, also) -> Done.getInstance());
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

        CompletionStage<Optional<ServerBinding>> http(Broker broker, StatusReport status) {
            if (settings.port() == 0) {
                return CompletableFuture.completedFuture(Optional.empty());
            }
            var rates = new Rates(settings.sampleInterval().toMillis());
            system.systemActorOf(
                    SamplerActor.create(broker, rates, settings.sampleInterval()), "sampler", Props.empty());
            var api = new HttpApi(
                    new ApiAccess(broker, settings.loopbackUsers()),
                    new Resources(broker, settings, status, rates),
                    new PageFiles(),
                    materializer);
            return Http.get(system)
                    .newServerAt(settings.host(), settings.port())
                    .withSettings(serverSettings)
                    .bind(api::handle)
                    .thenApply(Optional::of);
        }

        CompletionStage<ServerBinding> control(ControlPort port) {
            return Http.get(system)
                    .newServerAt(InetAddress.getLoopbackAddress().getHostAddress(), 0)
                    .withSettings(serverSettings)
                    .bind(port::handle);
        }
    }
}
