package warren.management.http;

import static warren.management.http.Resource.list;
import static warren.management.http.Resource.one;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import warren.actors.info.BindingInfo;
import warren.actors.service.ServiceRequest;
import warren.management.broker.Broker;
import warren.management.json.BindingRows;
import warren.management.json.Fields;

/** Exchanges: to see, declare and delete them. */
final class ExchangeResource implements Resource {
    private final Broker broker;
    private final ApiRows rows;

    ExchangeResource(Broker broker, ApiRows rows) {
        this.broker = broker;
        this.rows = rows;
    }

    @Override
    public void addTo(Routes routes) {
        routes.at("exchanges", Guard.ANYBODY)
                .get(call -> list(call, exchanges(call, call.visitor().virtualHosts())));
        routes.at("exchanges/{vhost}", Guard.HOST_IN_VIEW).get(call -> {
            Resource.findHost(call);
            return list(call, exchanges(call, List.of(call.virtualHost())));
        });
        routes.at("exchanges/{vhost}/{exchange}", Guard.HOST)
                .get(this::exchange)
                .only(Guard.HOST_IN_VIEW)
                .put(this::declare)
                .delete(this::delete);
        routes.at("exchanges/{vhost}/{exchange}/bindings/source", Guard.HOST_IN_VIEW)
                .get(call -> bindings(call, binding -> binding.source().equals(name(call))));
        routes.at("exchanges/{vhost}/{exchange}/bindings/destination", Guard.HOST_IN_VIEW)
                .get(call -> bindings(
                        call,
                        binding -> !binding.isToQueue() && binding.destination().equals(name(call))));
    }

    /** The default exchange has no name that could stand in a path. */
    static String name(Call call) {
        String name = call.name("exchange");
        return name.equals("amq.default") ? "" : name;
    }

    private CompletionStage<List<ObjectNode>> exchanges(Call call, List<String> hosts) {
        return Broker.inAll(hosts, broker::exchanges)
                .thenApply(all -> all.stream()
                        .map(exchange -> rows.exchange(exchange, call.ranges()))
                        .toList());
    }

    private CompletionStage<HttpResponse> exchange(Call call) {
        Resource.findHost(call);
        return one(
                call,
                broker.exchange(call.virtualHost(), name(call))
                        .thenApply(found -> found.map(exchange -> {
                            ObjectNode row = rows.exchange(exchange, call.ranges());
                            row.putArray("incoming");
                            row.putArray("outgoing");
                            return row;
                        })));
    }

    private CompletionStage<HttpResponse> declare(Call call) {
        Resource.requireHost(call);
        JsonNode body = call.body();
        String name = name(call);
        var request = new ServiceRequest.DeclareExchange(
                name,
                body.path("type").asText("direct"),
                Call.bool(body, "durable"),
                Call.bool(body, "auto_delete"),
                Call.bool(body, "internal"),
                Fields.table(Call.object(body, "arguments")));
        return broker.exchange(call.virtualHost(), name)
                .thenCompose(known -> broker.perform(call.visitor().name(), call.virtualHost(), request)
                        .thenApply(done -> Answers.put(known.isEmpty())));
    }

    private CompletionStage<HttpResponse> delete(Call call) {
        Resource.findHost(call);
        var request = new ServiceRequest.DeleteExchange(name(call), call.isTrue("if-unused"));
        return broker.exchange(call.virtualHost(), name(call)).thenCompose(known -> {
            Resource.require(known);
            return broker.perform(call.visitor().name(), call.virtualHost(), request)
                    .thenApply(done -> Answers.done());
        });
    }

    private CompletionStage<HttpResponse> bindings(Call call, Predicate<BindingInfo> which) {
        Resource.findHost(call);
        return list(
                call,
                broker.bindings(call.virtualHost())
                        .thenApply(all -> all.stream()
                                .filter(which)
                                .map(BindingRows::binding)
                                .toList()));
    }
}
