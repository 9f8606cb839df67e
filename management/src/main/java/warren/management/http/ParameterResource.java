package warren.management.http;

import static warren.management.http.Resource.list;
import static warren.management.http.Resource.now;
import static warren.management.http.Resource.one;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import warren.actors.access.ChangeRequest;
import warren.actors.info.LimitsInfo;
import warren.actors.info.PolicyInfo;
import warren.management.broker.Broker;
import warren.management.json.AccessRows;
import warren.management.json.Json;

/**
 * Runtime parameters. Those of virtual hosts are operator policies and limits, which have paths of their own to change them; Warren has no
 * component that would take others, and refuses them.
 */
final class ParameterResource implements Resource {
    private static final String CLUSTER_NAME = "cluster_name";

    private final Broker broker;
    private final String node;

    ParameterResource(Broker broker, String node) {
        this.broker = broker;
        this.node = node;
    }

    @Override
    public void addTo(Routes routes) {
        routes.at("parameters", Guard.POLICYMAKER).get(call -> parameters(call, each -> true));
        routes.at("parameters/{component}", Guard.POLICYMAKER).get(call -> parameters(call, each -> is(each, call)));
        routes.at("parameters/{component}/{vhost}", Guard.POLICYMAKER).get(call -> {
            Resource.findHost(call);
            return parameters(call, each -> is(each, call) && isIn(each, call));
        });
        routes.at("parameters/{component}/{vhost}/{name}", Guard.POLICYMAKER)
                .get(call -> {
                    Resource.findHost(call);
                    return one(
                            call,
                            all(call)
                                    .thenApply(all -> all.stream()
                                            .filter(each -> is(each, call) && isIn(each, call))
                                            .filter(each ->
                                                    each.path("name").asText().equals(call.name("name")))
                                            .findFirst()));
                })
                .put(this::refuse)
                .delete(this::refuse);
        routes.at("global-parameters", Guard.POLICYMAKER)
                .get(call -> list(call, now(global(call.visitor().access().globalParameters()))));
        routes.at("global-parameters/{name}", Guard.POLICYMAKER)
                .get(call -> one(
                        call,
                        now(global(call.visitor().access().globalParameters()).stream()
                                .filter(each -> each.path("name").asText().equals(call.name("name")))
                                .findFirst())))
                .put(this::putGlobal)
                .delete(call -> broker.inNameOf(call.visitor().name())
                        .change(new ChangeRequest.ClearGlobalParameter(call.name("name")))
                        .thenApply(done -> Answers.done()));
        routes.at("cluster-name", Guard.ANYBODY)
                .get(call -> now(Answers.ok(Json.object().put("name", clusterName(call.visitor(), node)))))
                .put(this::putClusterName)
                .only(Guard.ADMINISTRATOR);
    }

    /** The name that was given, or the node's. */
    static String clusterName(ApiAccess.Visitor visitor, String node) {
        String given = visitor.access().globalParameters().get(CLUSTER_NAME);
        return given == null ? node : json(given).asText();
    }

    private static boolean is(JsonNode row, Call call) {
        return row.path("component").asText().equals(call.name("component"));
    }

    private static boolean isIn(JsonNode row, Call call) {
        return row.path("vhost").asText().equals(call.virtualHost());
    }

    private CompletionStage<HttpResponse> parameters(Call call, Predicate<JsonNode> which) {
        return list(call, all(call).thenApply(all -> all.stream().filter(which).toList()));
    }

    private CompletionStage<List<ObjectNode>> all(Call call) {
        return Broker.inAll(call.visitor().virtualHosts(), host -> broker.policies(host, true))
                .thenApply(policies -> {
                    List<ObjectNode> rows = new ArrayList<>();
                    for (PolicyInfo policy : policies) {
                        rows.add(row("operator_policy", policy.virtualHost(), policy.name())
                                .set("value", AccessRows.policyValue(policy)));
                    }
                    for (LimitsInfo limits : call.visitor().access().virtualHostLimits()) {
                        if (call.visitor().sees(limits.name())) {
                            rows.add(row("vhost-limits", limits.name(), "limits")
                                    .set("value", AccessRows.numbers(limits.limits())));
                        }
                    }
                    return rows;
                });
    }

    private static ObjectNode row(String component, String host, String name) {
        return Json.object().put("component", component).put("vhost", host).put("name", name);
    }

    private CompletionStage<HttpResponse> refuse(Call call) {
        String component = call.name("component");
        throw Refusal.badRequest(
                component.equals("policy") || component.equals("operator_policy")
                        ? "policies may not be set using this method"
                        : component.equals("vhost-limits")
                                ? "limits may not be set using this method"
                                : "Validation failed\n\ncomponent " + component + " not found\n");
    }

    /** Global parameters under RabbitMQ's names. */
    static List<ObjectNode> global(Map<String, String> parameters) {
        List<ObjectNode> rows = new ArrayList<>();
        parameters.forEach(
                (name, value) -> rows.add(Json.object().put("name", name).set("value", json(value))));
        return rows;
    }

    private CompletionStage<HttpResponse> putGlobal(Call call) {
        JsonNode value = call.body("value").path("value");
        boolean isNew = !call.visitor().access().globalParameters().containsKey(call.name("name"));
        return set(call, call.name("name"), value).thenApply(done -> Answers.put(isNew));
    }

    private CompletionStage<HttpResponse> putClusterName(Call call) {
        return set(call, CLUSTER_NAME, call.body("name").path("name")).thenApply(done -> Answers.done());
    }

    private CompletionStage<org.apache.pekko.Done> set(Call call, String name, JsonNode value) {
        return broker.inNameOf(call.visitor().name())
                .change(new ChangeRequest.SetGlobalParameter(name, value.toString()));
    }

    private static JsonNode json(String text) {
        try {
            return Json.read(text);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a parameter that is no JSON: " + text, impossible);
        }
    }
}
