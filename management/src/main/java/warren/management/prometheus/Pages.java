package warren.management.prometheus;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.zip.GZIPOutputStream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.japi.Pair;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import warren.actors.info.BindingInfo;
import warren.actors.info.ExchangeInfo;
import warren.actors.info.VirtualHostInfo;
import warren.management.broker.Broker;

/** Answers scrapes, in Prometheus' text format or in OpenMetrics, as the Accept header wishes. Text is made on threads that may be busy. */
final class Pages {
    private static final Logger LOG = LoggerFactory.getLogger(Pages.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int BUFFER_BYTES = 1 << 16;

    private final ActorSystem<?> system;
    private final Broker broker;
    private final Exposition exposition;
    private final ActorRef<CollectorActor.Command> collector;
    private final ExpositionFormats formats = ExpositionFormats.init();
    private final PrometheusRegistry machine = new PrometheusRegistry();
    private final Executor renderer;

    Pages(ActorSystem<?> system, Broker broker, Exposition exposition, ActorRef<CollectorActor.Command> collector) {
        this.system = system;
        this.broker = broker;
        this.exposition = exposition;
        this.collector = collector;
        this.renderer = system.dispatchers().lookup(DispatcherSelector.blocking());
        JvmMetrics.builder().register(machine);
    }

    CompletionStage<HttpResponse> handle(HttpRequest request) {
        request.discardEntityBytes(system);
        String method = request.method().value();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return now(HttpResponse.create().withStatus(405).addHeader(RawHeader.create("Allow", "GET, HEAD")));
        }
        return switch (request.getUri().path().replaceFirst("/$", "")) {
            case "/metrics" ->
                answer(request, scrape().thenApply(scrape -> withMachine(exposition.aggregated(scrape))));
            case "/metrics/per-object" ->
                answer(request, scrape().thenApply(scrape -> withMachine(exposition.perObject(scrape))));
            case "/metrics/detailed" -> answer(request, detailed(request));
            default -> now(HttpResponse.create().withStatus(404));
        };
    }

    private static CompletionStage<HttpResponse> now(HttpResponse response) {
        return CompletableFuture.completedFuture(response);
    }

    private CompletionStage<Scrape> scrape() {
        CompletionStage<Scrape> gathered =
                AskPattern.askWithStatus(collector, CollectorActor.Collect::new, PATIENCE, system.scheduler());
        return gathered.thenApplyAsync(scrape -> scrape, renderer);
    }

    private MetricSnapshots withMachine(MetricSnapshots ours) {
        List<MetricSnapshot> all = new ArrayList<>();
        ours.forEach(all::add);
        machine.scrape().forEach(all::add);
        return new MetricSnapshots(all);
    }

    private CompletionStage<MetricSnapshots> detailed(HttpRequest request) {
        Set<Family> families = EnumSet.noneOf(Family.class);
        Set<String> hosts = new HashSet<>();
        for (Pair<String, String> parameter : request.getUri().query().toList()) {
            if (parameter.first().equals("family")) {
                Family.named(parameter.second()).ifPresent(families::add);
            } else if (parameter.first().equals("vhost")) {
                hosts.add(parameter.second());
            }
        }
        boolean ofExchanges = families.stream().anyMatch(Family::isOfExchanges);
        return scrape().thenCompose(scrape -> (ofExchanges ? exchanges(scrape) : none())
                .thenApplyAsync(exchanges -> exposition.detailed(scrape, exchanges, families, hosts), renderer));
    }

    private static CompletionStage<Exposition.Exchanges> none() {
        return CompletableFuture.completedFuture(Exposition.Exchanges.NONE);
    }

    private CompletionStage<Exposition.Exchanges> exchanges(Scrape scrape) {
        List<String> hosts = scrape.access().virtualHosts().stream()
                .map(VirtualHostInfo::name)
                .toList();
        CompletionStage<List<ExchangeInfo>> exchanges = Broker.inAll(hosts, broker::exchanges);
        CompletionStage<List<BindingInfo>> bindings = Broker.inAll(hosts, broker::bindings);
        return exchanges.thenCombine(bindings, Exposition.Exchanges::of);
    }

    private CompletionStage<HttpResponse> answer(HttpRequest request, CompletionStage<MetricSnapshots> snapshots) {
        ExpositionFormatWriter writer =
                formats.findWriter(header(request, "Accept").orElse(""));
        boolean zipped = header(request, "Accept-Encoding")
                .filter(wish -> wish.contains("gzip"))
                .isPresent();
        return snapshots
                .thenApplyAsync(
                        all -> {
                            HttpResponse response = HttpResponse.create()
                                    .withEntity(HttpEntities.create(
                                            ContentTypes.parse(writer.getContentType()), text(writer, all, zipped)));
                            return zipped ? response.addHeader(RawHeader.create("Content-Encoding", "gzip")) : response;
                        },
                        renderer)
                .exceptionally(failure -> {
                    LOG.error("a scrape failed", Broker.cause(failure));
                    return HttpResponse.create().withStatus(500);
                });
    }

    private static Optional<String> header(HttpRequest request, String name) {
        return request.getHeader(name).map(header -> header.value());
    }

    private static byte[] text(ExpositionFormatWriter writer, MetricSnapshots all, boolean zipped) {
        var bytes = new ByteArrayOutputStream(BUFFER_BYTES);
        try (OutputStream out = zipped ? new GZIPOutputStream(bytes, BUFFER_BYTES) : bytes) {
            writer.write(out, all);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}
