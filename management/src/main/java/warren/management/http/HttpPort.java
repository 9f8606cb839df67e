package warren.management.http;

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
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.apache.pekko.stream.SystemMaterializer;
import warren.actors.broker.BrokerStatus.Listener;
import warren.actors.info.OperatorError;
import warren.actors.info.OperatorError.Reason;
import warren.management.broker.Broker;
import warren.management.broker.ManagementSettings;
import warren.management.broker.StatusReport;
import warren.management.broker.TlsPorts;
import warren.management.rates.Rates;
import warren.management.rates.SamplerActor;

/**
 * The port of the HTTP API, and the one with TLS if there is one. They may be opened and closed while the broker runs; closed they cost
 * nothing, as nobody samples rates. Thread-safe.
 */
public final class HttpPort {
    private static final Duration UNBIND = Duration.ofSeconds(2);

    private final ActorSystem<?> system;
    private final Broker broker;
    private final ManagementSettings settings;
    private final ServerSettings serverSettings;
    private Optional<Open> open = Optional.empty();

    private record Open(List<ServerBinding> bindings, ActorRef<SamplerActor.Command> sampler) {}

    /** Closed. */
    public HttpPort(ActorSystem<?> system, Broker broker, ManagementSettings settings, ServerSettings serverSettings) {
        this.system = system;
        this.broker = broker;
        this.settings = settings;
        this.serverSettings = serverSettings;
    }

    /** Listens from now on. The stage fails with the reason when a port is taken, or when the settings name none. */
    public CompletionStage<Done> open(StatusReport status) {
        if (settings.listeners().isEmpty()) {
            return CompletableFuture.failedFuture(new OperatorError(
                    Reason.REFUSED, "the HTTP API has no port: set warren.management.port and start the broker again"));
        }
        var rates = new Rates(settings.sampleInterval().toMillis());
        ActorRef<SamplerActor.Command> sampler = system.systemActorOf(
                SamplerActor.create(broker, rates, settings.sampleInterval()),
                "sampler-" + System.nanoTime(),
                Props.empty());
        var api = new HttpApi(
                new ApiAccess(broker, settings.loopbackUsers()),
                new Resources(broker, settings, status, rates),
                new PageFiles(),
                SystemMaterializer.get(system).materializer());
        CompletionStage<List<ServerBinding>> bound = CompletableFuture.completedFuture(List.of());
        for (Listener listener : settings.listeners()) {
            bound = bound.thenCompose(before -> bind(listener, api)
                    .thenApply(binding ->
                            Stream.concat(before.stream(), Stream.of(binding)).toList())
                    .whenComplete((both, failure) -> {
                        if (failure != null) {
                            before.forEach(binding -> binding.terminate(UNBIND));
                        }
                    }));
        }
        return bound.whenComplete((bindings, failure) -> {
                    if (failure == null) {
                        opened(new Open(bindings, sampler));
                    } else {
                        sampler.tell(new SamplerActor.Stop());
                    }
                })
                .thenApply(bindings -> Done.getInstance());
    }

    private synchronized void opened(Open now) {
        open = Optional.of(now);
    }

    private CompletionStage<ServerBinding> bind(Listener listener, HttpApi api) {
        ServerBuilder builder =
                Http.get(system).newServerAt(listener.host(), listener.port()).withSettings(serverSettings);
        Optional<TlsPorts.Https> https =
                settings.tls().https().filter(also -> listener.protocol().equals("https"));
        return https.isEmpty()
                ? builder.bind(api::handle)
                : builder.enableHttps(ConnectionContext.httpsServer(https.get().engines()::get))
                        .bind(api::handle);
    }

    /** Where it listens; empty while it does not. */
    public synchronized List<Listener> listeners() {
        return open.isPresent() ? settings.listeners() : List.of();
    }

    /** Closes the ports if they are open, with the connections to them; histories are forgotten. */
    public synchronized CompletionStage<Done> close() {
        CompletionStage<Done> closed = CompletableFuture.completedFuture(Done.getInstance());
        if (open.isPresent()) {
            Open closing = open.get();
            open = Optional.empty();
            closing.sampler().tell(new SamplerActor.Stop());
            for (ServerBinding binding : closing.bindings()) {
                closed = binding.terminate(UNBIND).thenCombine(closed, (done, also) -> Done.getInstance());
            }
        }
        return closed;
    }
}
