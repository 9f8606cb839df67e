package warren.management;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.http.javadsl.model.Uri;
import org.apache.pekko.http.javadsl.settings.ParserSettings;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.apache.pekko.stream.SystemMaterializer;
import warren.actors.broker.BrokerActor;
import warren.actors.broker.BrokerStatus.Listener;
import warren.actors.feed.EventFeed;
import warren.actors.info.Pids;
import warren.management.broker.Broker;
import warren.management.broker.Hosting;
import warren.management.broker.ManagementSettings;
import warren.management.broker.StatusReport;
import warren.management.control.ControlCommands;
import warren.management.control.ControlFile;
import warren.management.control.ControlPort;
import warren.management.definitions.DefinitionsExport;
import warren.management.definitions.DefinitionsImport;
import warren.management.http.HttpPort;
import warren.management.json.Json;
import warren.management.plugins.Plugin;
import warren.management.plugins.PluginBook;
import warren.management.plugins.PluginSwitch;
import warren.management.plugins.Plugins;
import warren.management.prometheus.PrometheusPort;

/**
 * The ports for operators, from start to stop. The broker must hold its data directory before they are opened, because the control
 * file is written there.
 */
public final class Management {
    private static final Duration UNBIND = Duration.ofSeconds(2);

    private final ManagementSettings settings;
    private final ServerBinding control;
    private final HttpPort http;
    private final PrometheusPort prometheus;
    private final Plugins plugins;

    private Management(
            ManagementSettings settings,
            ServerBinding control,
            HttpPort http,
            PrometheusPort prometheus,
            Plugins plugins) {
        this.settings = settings;
        this.control = control;
        this.http = http;
        this.prometheus = prometheus;
        this.plugins = plugins;
    }

    /**
     * Opens the control port, and the HTTP API if it is enabled, and writes the control file. The stage fails with the reason when a port
     * is taken.
     *
     * @param hosting what warrenctl can ask of the program
     */
    public static CompletionStage<Management> start(
            ActorSystem<?> system, ActorRef<BrokerActor.Command> root, ManagementSettings settings, Hosting hosting) {
        var serverSettings = ServerSettings.create(system.classicSystem())
                .withRemoteAddressAttribute(true)
                .withParserSettings(ParserSettings.forServer(system).withUriParsingMode(Uri.RELAXED));
        var broker = new Broker(root, system.scheduler());
        var pids =
                new Pids(settings.node(), Duration.ofMillis(system.startTime()).toSeconds());
        var book = new PluginBook(settings.plugins());
        var http = new HttpPort(system, broker, settings, serverSettings);
        var prometheus = new PrometheusPort(system, broker, pids, settings.version());
        var status = new StatusReport(broker, settings, () -> listeners(http, prometheus), book::running);
        var plugins = new Plugins(book, switches(http, status, prometheus, settings.prometheus()));
        var definitions = new ControlCommands.Definitions(
                new DefinitionsExport(broker, settings.version()), new DefinitionsImport(broker));
        String secret = ControlFile.newSecret();
        var control = new ControlPort(
                new ControlCommands(broker, status, pids, definitions, hosting).with(plugins),
                secret,
                SystemMaterializer.get(system).materializer());
        // a broker that is given no port for the API has none, whatever the file of plug-ins says
        CompletionStage<Done> opened = settings.listeners().isEmpty()
                ? CompletableFuture.completedFuture(Done.getInstance())
                : plugins.openEnabled(Plugin.MANAGEMENT);
        return opened.thenCompose(done -> Http.get(system)
                        .newServerAt(InetAddress.getLoopbackAddress().getHostAddress(), 0)
                        .withSettings(serverSettings)
                        .bind(control::handle))
                .thenApply(own -> {
                    write(settings, own, secret);
                    return new Management(settings, own, http, prometheus, plugins);
                });
    }

    private static List<Listener> listeners(HttpPort http, PrometheusPort prometheus) {
        return Stream.concat(http.listeners().stream(), prometheus.listener().stream())
                .toList();
    }

    private static Map<Plugin, PluginSwitch> switches(
            HttpPort http, StatusReport status, PrometheusPort prometheus, Listener scraped) {
        return Map.of(
                Plugin.MANAGEMENT,
                new PluginSwitch(
                        () -> http.open(status),
                        http::close,
                        () -> !http.listeners().isEmpty()),
                Plugin.PROMETHEUS,
                new PluginSwitch(
                        () -> prometheus.open(scraped.host(), scraped.port()),
                        prometheus::close,
                        () -> prometheus.listener().isPresent()));
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
        return http.listeners().stream()
                .map(listener -> listener.protocol() + "://" + listener.host() + ":" + listener.port())
                .toList();
    }

    /** The port for Prometheus, closed at first. */
    public PrometheusPort prometheus() {
        return prometheus;
    }

    /** Opens the port for Prometheus if it is enabled. The stage fails with the reason when the port is taken. */
    public CompletionStage<Done> openPrometheus() {
        return plugins.openEnabled(Plugin.PROMETHEUS);
    }

    /** Closes all ports and removes the control file. */
    public CompletionStage<Done> stop() {
        try {
            ControlFile.removeFrom(settings.dataDirectory());
        } catch (IOException stays) {
            // a stale file does no harm: its port is closed and its secret is forgotten
        }
        return control.terminate(UNBIND)
                .thenApply(done -> Done.getInstance())
                .thenCombine(prometheus.close(), (done, also) -> done)
                .thenCombine(http.close(), (done, also) -> done);
    }
}
