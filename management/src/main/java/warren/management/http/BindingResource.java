package warren.management.http;

import static warren.management.http.Resource.list;
import static warren.management.http.Resource.one;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import warren.actors.info.BindingInfo;
import warren.actors.service.ServiceRequest;
import warren.management.broker.Broker;
import warren.management.json.BindingRows;
import warren.management.json.Fields;

/** Bindings: to see them, to bind and to unbind. */
final class BindingResource implements Resource {
    private static final String BETWEEN = "bindings/{vhost}/e/{exchange}/";

    private final Broker broker;

    BindingResource(Broker broker) {
        this.broker = broker;
    }

    @Override
    public void addTo(Routes routes) {
        routes.at("bindings", Guard.ANYBODY)
                .get(call -> list(call, bindings(call.visitor().virtualHosts())));
        routes.at("bindings/{vhost}", Guard.HOST_IN_VIEW).get(call -> {
            Resource.findHost(call);
            return list(call, bindings(List.of(call.virtualHost())));
        });
        for (String kind : List.of("queue", "exchange")) {
            String to = kind.substring(0, 1);
            routes.at(BETWEEN + to + "/{destination}", Guard.HOST)
                    .get(call -> list(
                            call,
                            between(call, kind)
                                    .thenApply(all -> all.stream()
                                            .map(BindingRows::binding)
                                            .toList())))
                    .only(Guard.HOST_IN_VIEW)
                    .post(call -> bind(call, kind));
            routes.at(BETWEEN + to + "/{destination}/{properties}", Guard.HOST)
                    .get(call -> one(call, find(call, kind).thenApply(found -> found.map(BindingRows::binding))))
                    .only(Guard.HOST_IN_VIEW)
                    .delete(call -> unbind(call, kind));
        }
    }

    private CompletionStage<List<JsonNode>> bindings(List<String> hosts) {
        return Broker.inAll(hosts, broker::bindings)
                .thenApply(
                        all -> all.stream().<JsonNode>map(BindingRows::binding).toList());
    }

    private CompletionStage<List<BindingInfo>> between(Call call, String kind) {
        Resource.findHost(call);
        String source = ExchangeResource.name(call);
        String destination = call.name("destination");
        return broker.bindings(call.virtualHost())
                .thenApply(all -> all.stream()
                        .filter(each -> each.source().equals(source)
                                && each.destinationKind().equals(kind)
                                && each.destination().equals(destination))
                        .toList());
    }

    private CompletionStage<Optional<BindingInfo>> find(Call call, String kind) {
        String key = call.name("properties");
        return between(call, kind)
                .thenApply(all -> all.stream()
                        .filter(each -> BindingRows.propertiesKey(each).equals(key)
                                || (each.arguments().isEmpty()
                                        && each.routingKey().equals(key)))
                        .findFirst());
    }

    private CompletionStage<HttpResponse> bind(Call call, String kind) {
        Resource.requireHost(call);
        JsonNode body = call.body();
        var binding = new BindingInfo(
                call.virtualHost(),
                ExchangeResource.name(call),
                call.name("destination"),
                kind,
                body.path("routing_key").asText(""),
                Fields.table(Call.object(body, "arguments")));
        String place = BindingRows.quoted(binding.destination()) + "/"
                + BindingRows.quoted(BindingRows.propertiesKey(binding)).replace("%7E", "~");
        return broker.perform(call.visitor().name(), call.virtualHost(), new ServiceRequest.Bind(binding))
                .thenApply(done -> Answers.created().addHeader(RawHeader.create("Location", place)));
    }

    private CompletionStage<HttpResponse> unbind(Call call, String kind) {
        return find(call, kind).thenCompose(found -> {
            BindingInfo binding = found.orElseThrow(Refusal::notFound);
            return broker.perform(call.visitor().name(), call.virtualHost(), new ServiceRequest.Unbind(binding))
                    .thenApply(done -> Answers.done());
        });
    }
}
