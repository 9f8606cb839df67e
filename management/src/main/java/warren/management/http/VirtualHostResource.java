package warren.management.http;

import static warren.management.http.Resource.list;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import warren.actors.access.ChangeRequest;
import warren.actors.broker.Operator;
import warren.actors.info.VirtualHostInfo;
import warren.management.broker.Broker;
import warren.management.json.AccessRows;
import warren.management.rates.Rates;

/** Virtual hosts. */
final class VirtualHostResource implements Resource {
    private final Broker broker;
    private final Rates rates;
    private final String node;

    VirtualHostResource(Broker broker, Rates rates, String node) {
        this.broker = broker;
        this.rates = rates;
        this.node = node;
    }

    @Override
    public void addTo(Routes routes) {
        routes.at("vhosts", Guard.ANYBODY)
                .get(call -> list(call, rows(call, call.visitor().hosts())));
        routes.at("vhosts/{vhost}", Guard.HOST_IN_VIEW)
                .get(this::virtualHost)
                .put(this::put)
                .only(Guard.ADMINISTRATOR)
                .delete(call -> broker.inNameOf(call.visitor().name())
                        .change(new ChangeRequest.DeleteVirtualHost(call.virtualHost()))
                        .thenApply(done -> Answers.done()))
                .only(Guard.ADMINISTRATOR);
        routes.at("vhosts/{vhost}/start/{node}", Guard.ADMINISTRATOR).post(this::start);
        routes.at("vhosts/{vhost}/permissions", Guard.ADMINISTRATOR).get(call -> {
            Resource.findHost(call);
            return list(
                    call,
                    call.visitor().access().permissions().stream()
                            .filter(each -> each.virtualHost().equals(call.virtualHost()))
                            .toList(),
                    AccessRows::permission);
        });
        routes.at("vhosts/{vhost}/topic-permissions", Guard.ADMINISTRATOR).get(call -> {
            Resource.findHost(call);
            return list(
                    call,
                    call.visitor().access().topicPermissions().stream()
                            .filter(each -> each.virtualHost().equals(call.virtualHost()))
                            .toList(),
                    AccessRows::topicPermission);
        });
    }

    private CompletionStage<List<ObjectNode>> rows(Call call, List<VirtualHostInfo> hosts) {
        List<String> names = hosts.stream().map(VirtualHostInfo::name).toList();
        return Broker.inAll(names, broker::queues)
                .thenCombine(
                        broker.channels(),
                        (queues, channels) -> hosts.stream()
                                .map(host -> {
                                    ObjectNode row = AccessRows.virtualHost(host, node);
                                    rates.showHost(row, host.name(), queues, channels, call.ranges());
                                    return row;
                                })
                                .toList());
    }

    private CompletionStage<HttpResponse> virtualHost(Call call) {
        Resource.findHost(call);
        return Resource.one(
                call,
                rows(
                                call,
                                call.visitor().access().virtualHost(call.virtualHost()).stream()
                                        .toList())
                        .thenApply(all -> all.stream().findFirst()));
    }

    private CompletionStage<Done> trace(String virtualHost, JsonNode body) {
        return body.has("tracing")
                ? broker.request(replyTo -> new Operator.SetTracing(virtualHost, Call.bool(body, "tracing"), replyTo))
                : CompletableFuture.completedFuture(Done.done());
    }

    /** All that exist are running: one that cannot run ends the broker. */
    private CompletionStage<HttpResponse> start(Call call) {
        String wanted = call.name("node");
        String failed = "Request to node " + wanted + " failed with ";
        if (!wanted.equals(node)) {
            throw Refusal.badRequest(failed + "nodedown");
        }
        if (call.visitor().access().virtualHost(call.virtualHost()).isEmpty()) {
            throw Refusal.badRequest(failed + "{no_such_vhost,<<\"" + call.virtualHost() + "\">>}");
        }
        return Resource.now(Answers.done());
    }

    private CompletionStage<HttpResponse> put(Call call) {
        JsonNode body = call.body();
        String type = body.path("default_queue_type").asText("classic");
        if (!List.of("classic", "undefined").contains(type)) {
            throw Refusal.badRequest("default_queue_type '" + type + "' is not supported");
        }
        boolean isNew = call.visitor().access().virtualHost(call.virtualHost()).isEmpty();
        var request = new ChangeRequest.PutVirtualHost(
                call.virtualHost(),
                body.path("description").asText(""),
                Call.texts(body.path("tags")),
                Optional.of(call.visitor().name()));
        return broker.inNameOf(call.visitor().name())
                .change(request)
                .thenCompose(done -> trace(call.virtualHost(), body))
                .thenApply(done -> Answers.put(isNew));
    }
}
