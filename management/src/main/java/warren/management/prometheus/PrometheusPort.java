package warren.management.prometheus;

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
import warren.actors.broker.BrokerStatus;
import warren.actors.info.Pids;
import warren.management.broker.Broker;

/** The port that Prometheus scrapes. It may be opened and closed while the broker runs; closed it costs nothing. Thread-safe. */
public final class PrometheusPort {
    private static final Duration UNBIND = Duration.ofSeconds(2);

    private final ActorSystem<?> system;
    private final Broker broker;
    private final Exposition exposition;
    private Optional<Open> open = Optional.empty();

    private record Open(
            BrokerStatus.Listener listener, ServerBinding binding, ActorRef<CollectorActor.Command> collector) {}

    /** Closed. */
    public PrometheusPort(ActorSystem<?> system, Broker broker, Pids pids, String version) {
        this.system = system;
        this.broker = broker;
        this.exposition = new Exposition(pids, version);
    }

    /**
     * Counts and listens from now on. The stage fails with the reason when the port is taken.
     *
     * @throws IllegalStateException if it is open
     */
    public synchronized CompletionStage<Done> open(String host, int port) {
        if (open.isPresent()) {
            throw new IllegalStateException("the port is open");
        }
        ActorRef<CollectorActor.Command> collector =
                system.systemActorOf(CollectorActor.create(broker), "prometheus-" + System.nanoTime(), Props.empty());
        var pages = new Pages(system, broker, exposition, collector);
        return Http.get(system)
                .newServerAt(host, port)
                .withSettings(ServerSettings.create(system.classicSystem())
                        .withParserSettings(ParserSettings.forServer(system).withUriParsingMode(Uri.RELAXED)))
                .bind(pages::handle)
                .whenComplete((binding, failure) -> {
                    if (failure == null) {
                        opened(host, binding, collector);
                    } else {
                        collector.tell(new CollectorActor.Stop());
                    }
                })
                .thenApply(binding -> Done.getInstance());
    }

    private synchronized void opened(String host, ServerBinding binding, ActorRef<CollectorActor.Command> collector) {
        var listener = new BrokerStatus.Listener(
                host, binding.localAddress().getPort(), "http/prometheus", "Prometheus exporter API over HTTP");
        open = Optional.of(new Open(listener, binding, collector));
    }

    /** Where it listens; empty while it does not. */
    public synchronized Optional<BrokerStatus.Listener> listener() {
        return open.map(Open::listener);
    }

    /** Closes the port if it is open; what was counted is forgotten. */
    public synchronized CompletionStage<Done> close() {
        if (open.isEmpty()) {
            return CompletableFuture.completedFuture(Done.getInstance());
        }
        Open closing = open.get();
        open = Optional.empty();
        closing.collector().tell(new CollectorActor.Stop());
        return closing.binding().terminate(UNBIND).thenApply(closed -> Done.getInstance());
    }
}
