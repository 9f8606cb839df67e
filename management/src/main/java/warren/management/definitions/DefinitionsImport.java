package warren.management.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.Done;
import warren.actors.broker.Operator;
import warren.actors.info.OperatorError;
import warren.actors.info.OperatorError.Reason;
import warren.actors.info.PolicyInfo;
import warren.actors.service.ServiceRequest;
import warren.management.broker.Broker;

/**
 * Carries out what a file of definitions says. The whole file is read first: what is malformed in it, or unknown to Warren, refuses it
 * before anything changes. Then comes one kind of thing after the other, in the order in which they need each other. An exchange or queue
 * that is there already stays as it is; everything else becomes as the file says; nothing is deleted.
 */
public final class DefinitionsImport {
    /** Requests that are on their way at the same time. */
    private static final int TOGETHER = 200;

    private final Broker broker;

    /** An import into this broker. */
    public DefinitionsImport(Broker broker) {
        this.broker = broker;
    }

    /** The same in a user's name. */
    public DefinitionsImport inNameOf(String user) {
        return new DefinitionsImport(broker.inNameOf(user));
    }

    /** A whole document; the stage fails with an {@link OperatorError} that says what is wrong. */
    public CompletionStage<Done> whole(JsonNode document) {
        return run(document, "");
    }

    /** A document of one virtual host, which exists. */
    public CompletionStage<Done> ofHost(String host, JsonNode document) {
        return run(document, host);
    }

    private CompletionStage<Done> run(JsonNode document, String host) {
        DefinitionsFile file;
        try {
            if (!(document instanceof ObjectNode object)) {
                throw new OperatorError(Reason.INVALID, "failed_to_parse_json");
            }
            file = DefinitionsFile.read(object, host);
        } catch (OperatorError wrong) {
            return CompletableFuture.failedFuture(wrong);
        }
        return broker.access()
                .thenCompose(access -> {
                    Set<String> hosts = new HashSet<>();
                    access.virtualHosts().forEach(each -> hosts.add(each.name()));
                    return file.missingHost(hosts)
                            .<CompletionStage<Done>>map(missing -> CompletableFuture.failedFuture(
                                    new OperatorError(Reason.INVALID, "no such vhost: " + missing)))
                            .orElseGet(() -> CompletableFuture.completedFuture(Done.getInstance()));
                })
                .thenCompose(done -> all(file.usersAndHosts(), broker::change))
                .thenCompose(done -> all(file.grants(), broker::change))
                .thenCompose(done -> all(file.policies(), this::set))
                .thenCompose(done -> missing(file))
                .thenCompose(missing ->
                        all(missing.exchanges(), this::define).thenCompose(done -> all(missing.queues(), this::define)))
                .thenCompose(done -> all(file.bindings(), this::bind));
    }

    private CompletionStage<Done> set(PolicyInfo policy) {
        return broker.request(replyTo -> new Operator.SetPolicy(policy, replyTo));
    }

    private CompletionStage<Done> define(DefinitionsFile.Placed placed) {
        return broker.request(replyTo -> new Operator.Define(placed.virtualHost(), placed.request(), replyTo));
    }

    /** As with RabbitMQ, a binding of something that does not exist is passed over. */
    private CompletionStage<Done> bind(DefinitionsFile.Placed placed) {
        return define(placed).exceptionallyCompose(failure -> {
            Throwable cause = Broker.cause(failure);
            return cause instanceof OperatorError refused && refused.reason() == Reason.NOT_FOUND
                    ? CompletableFuture.completedFuture(Done.getInstance())
                    : CompletableFuture.failedFuture(cause);
        });
    }

    private record Missing(List<DefinitionsFile.Placed> exchanges, List<DefinitionsFile.Placed> queues) {}

    private record Name(String virtualHost, String name) {}

    /** The exchanges and queues of the file that are not there yet. */
    private CompletionStage<Missing> missing(DefinitionsFile file) {
        List<String> hosts = file.hostsInUse();
        return Broker.inAll(hosts, broker::exchanges)
                .thenCombine(Broker.inAll(hosts, broker::queues), (exchanges, queues) -> {
                    Set<Name> known = new HashSet<>();
                    exchanges.forEach(each -> known.add(new Name(each.virtualHost(), each.name())));
                    Set<Name> knownQueues = new HashSet<>();
                    queues.forEach(each -> knownQueues.add(new Name(each.virtualHost(), each.name())));
                    return new Missing(without(file.exchanges(), known), without(file.queues(), knownQueues));
                });
    }

    private static List<DefinitionsFile.Placed> without(List<DefinitionsFile.Placed> all, Set<Name> known) {
        return all.stream()
                .filter(each -> !known.contains(new Name(each.virtualHost(), name(each.request()))))
                .toList();
    }

    private static String name(ServiceRequest request) {
        if (request instanceof ServiceRequest.DeclareQueue queue) {
            return queue.name();
        }
        return request instanceof ServiceRequest.DeclareExchange exchange ? exchange.name() : "";
    }

    /** One portion after the other; the first failure ends it. */
    private static <T> CompletionStage<Done> all(List<T> things, Function<T, CompletionStage<Done>> each) {
        CompletionStage<Done> done = CompletableFuture.completedFuture(Done.getInstance());
        for (int from = 0; from < things.size(); from += TOGETHER) {
            List<T> portion = things.subList(from, Math.min(things.size(), from + TOGETHER));
            Supplier<CompletionStage<Done>> next = () -> together(portion, each);
            done = done.thenCompose(before -> next.get());
        }
        return done;
    }

    private static <T> CompletionStage<Done> together(List<T> portion, Function<T, CompletionStage<Done>> each) {
        List<CompletionStage<Done>> stages = new ArrayList<>();
        portion.forEach(thing -> stages.add(each.apply(thing)));
        CompletionStage<Done> all = CompletableFuture.completedFuture(Done.getInstance());
        for (CompletionStage<Done> stage : stages) {
            all = all.thenCombine(stage, (a, b) -> b);
        }
        return all;
    }
}
