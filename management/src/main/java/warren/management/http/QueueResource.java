package warren.management.http;

import static warren.management.http.Resource.list;
import static warren.management.http.Resource.one;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import warren.actors.info.BindingInfo;
import warren.actors.info.QueueInfo;
import warren.actors.service.ServiceRequest;
import warren.management.broker.Broker;
import warren.management.json.BindingRows;
import warren.management.json.Fields;
import warren.management.json.Json;

/** Queues: to see, declare, delete and purge them. */
final class QueueResource implements Resource {
    private final Broker broker;
    private final ApiRows rows;

    QueueResource(Broker broker, ApiRows rows) {
        this.broker = broker;
        this.rows = rows;
    }

    @Override
    public void addTo(Routes routes) {
        routes.at("queues", Guard.ANYBODY)
                .get(call -> list(call, queues(call, call.visitor().virtualHosts())));
        routes.at("queues/{vhost}", Guard.HOST_IN_VIEW).get(call -> {
            Resource.findHost(call);
            return list(call, queues(call, List.of(call.virtualHost())));
        });
        routes.at("queues/{vhost}/{queue}", Guard.HOST)
                .get(this::queue)
                .only(Guard.HOST_IN_VIEW)
                .put(this::declare)
                .delete(this::delete);
        routes.at("queues/{vhost}/{queue}/bindings", Guard.HOST_IN_VIEW).get(this::bindings);
        routes.at("queues/{vhost}/{queue}/contents", Guard.HOST).delete(this::purge);
        routes.at("queues/{vhost}/{queue}/actions", Guard.HOST).post(this::act);
        routes.at("consumers", Guard.ANYBODY)
                .get(call -> list(call, consumers(call.visitor().virtualHosts())));
        routes.at("consumers/{vhost}", Guard.HOST_IN_VIEW).get(call -> {
            Resource.findHost(call);
            return list(call, consumers(List.of(call.virtualHost())));
        });
    }

    private CompletionStage<List<ObjectNode>> queues(Call call, List<String> hosts) {
        return Broker.inAll(hosts, broker::queues)
                .thenApply(all -> all.stream()
                        .map(queue -> rows.queue(queue, call.ranges()))
                        .toList());
    }

    private CompletionStage<List<ObjectNode>> consumers(List<String> hosts) {
        return Broker.inAll(hosts, broker::queues)
                .thenApply(all -> all.stream()
                        .flatMap(queue -> queue.consumers().stream())
                        .map(rows::consumer)
                        .toList());
    }

    private CompletionStage<HttpResponse> queue(Call call) {
        Resource.findHost(call);
        return one(
                call,
                broker.queue(call.virtualHost(), call.name("queue"))
                        .thenApply(found -> found.map(queue -> inFull(queue, call))));
    }

    /** One queue by itself also tells of its consumers. */
    private ObjectNode inFull(QueueInfo queue, Call call) {
        ObjectNode row = rows.queue(queue, call.ranges());
        row.set("consumer_details", Json.array(queue.consumers(), rows::consumer));
        row.putArray("deliveries");
        row.putArray("incoming");
        return row;
    }

    private CompletionStage<HttpResponse> declare(Call call) {
        Resource.requireHost(call);
        JsonNode body = call.body();
        String name = call.name("queue");
        if (body.path("node").isTextual() && !body.path("node").asText().equals(rows.node())) {
            throw Refusal.badRequest("Node " + body.path("node").asText() + " could not be contacted");
        }
        var request = new ServiceRequest.DeclareQueue(
                name,
                Call.bool(body, "durable"),
                Call.bool(body, "auto_delete"),
                Fields.table(Call.object(body, "arguments")));
        return broker.queue(call.virtualHost(), name)
                .thenCompose(known -> broker.perform(call.visitor().name(), call.virtualHost(), request)
                        .thenApply(done -> Answers.put(known.isEmpty())));
    }

    private CompletionStage<HttpResponse> delete(Call call) {
        String name = call.name("queue");
        var request = new ServiceRequest.DeleteQueue(name, call.isTrue("if-unused"), call.isTrue("if-empty"));
        return perform(call, request);
    }

    private CompletionStage<HttpResponse> purge(Call call) {
        return perform(call, new ServiceRequest.PurgeQueue(call.name("queue")));
    }

    /** With a queue that exists. */
    private CompletionStage<HttpResponse> perform(Call call, ServiceRequest request) {
        Resource.findHost(call);
        return broker.queue(call.virtualHost(), call.name("queue")).thenCompose(known -> {
            Resource.require(known);
            return broker.perform(call.visitor().name(), call.virtualHost(), request)
                    .thenApply(done -> Answers.done());
        });
    }

    /** A single broker has nothing to synchronise. */
    private CompletionStage<HttpResponse> act(Call call) {
        JsonNode action = call.body("action").path("action");
        if (!List.of("sync", "cancel_sync").contains(action.asText())) {
            throw Refusal.badRequest("unknown", action);
        }
        Resource.findHost(call);
        return broker.queue(call.virtualHost(), call.name("queue")).thenApply(known -> {
            Resource.require(known);
            return Answers.done();
        });
    }

    private CompletionStage<HttpResponse> bindings(Call call) {
        Resource.findHost(call);
        String name = call.name("queue");
        return list(
                call,
                broker.bindings(call.virtualHost())
                        .thenApply(all -> all.stream()
                                .filter(BindingInfo::isToQueue)
                                .filter(binding -> binding.destination().equals(name))
                                .map(BindingRows::binding)
                                .toList()));
    }
}
