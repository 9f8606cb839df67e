package warren.management.definitions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.CompletionStage;
import warren.actors.info.AccessPicture;
import warren.actors.info.BindingInfo;
import warren.actors.info.ExchangeInfo;
import warren.actors.info.LimitsInfo;
import warren.actors.info.PolicyInfo;
import warren.actors.info.QueueInfo;
import warren.actors.info.VirtualHostInfo;
import warren.management.broker.Broker;
import warren.management.broker.StatusReport;
import warren.management.json.AccessRows;
import warren.management.json.BindingRows;
import warren.management.json.Fields;
import warren.management.json.Json;

/**
 * Writes definitions. What every broker has by itself is not in them: exchanges {@code amq.*}, bindings of the default exchange; nor
 * are exclusive queues.
 */
public final class DefinitionsExport {
    private final Broker broker;
    private final String version;

    /** {@code version}: Warren's. */
    public DefinitionsExport(Broker broker, String version) {
        this.broker = broker;
        this.version = version;
    }

    /** All that is defined. */
    public CompletionStage<ObjectNode> whole() {
        return broker.access().thenCompose(access -> {
            List<String> hosts =
                    access.virtualHosts().stream().map(VirtualHostInfo::name).toList();
            ObjectNode document = head();
            document.put("rabbitmq_version", StatusReport.RABBITMQ_VERSION);
            document.put("product_name", "Warren").put("product_version", version);
            document.set("users", Json.array(access.users(), user -> AccessRows.user(user, access)));
            document.set("vhosts", Json.array(access.virtualHosts(), DefinitionsExport::virtualHost));
            document.set("permissions", Json.array(access.permissions(), AccessRows::permission));
            document.set("topic_permissions", Json.array(access.topicPermissions(), AccessRows::topicPermission));
            return fill(document, hosts, access);
        });
    }

    /** What is defined in one virtual host, without its name. */
    public CompletionStage<ObjectNode> ofHost(String host) {
        return broker.access()
                .thenCompose(access -> fill(head(), List.of(host), access))
                .thenApply(document -> {
                    document.remove("global_parameters");
                    for (String list : List.of("policies", "queues", "exchanges", "bindings")) {
                        document.path(list).forEach(each -> ((ObjectNode) each).remove("vhost"));
                    }
                    return document;
                });
    }

    private static ObjectNode head() {
        return Json.object().put("rabbit_version", StatusReport.RABBITMQ_VERSION);
    }

    private CompletionStage<ObjectNode> fill(ObjectNode document, List<String> hosts, AccessPicture access) {
        document.putArray("parameters");
        document.set("global_parameters", globalParameters(access));
        return Broker.inAll(hosts, host -> broker.policies(host, false))
                .thenCombine(Broker.inAll(hosts, host -> broker.policies(host, true)), (policies, operators) -> {
                    document.set("parameters", parameters(hosts, operators, access));
                    return document.<ObjectNode>set("policies", Json.array(policies, AccessRows::policy));
                })
                .thenCombine(
                        Broker.inAll(hosts, broker::queues),
                        (so, queues) -> so.<ObjectNode>set(
                                "queues",
                                Json.array(
                                        queues.stream()
                                                .filter(queue ->
                                                        queue.ownerConnection().isEmpty())
                                                .toList(),
                                        DefinitionsExport::queue)))
                .thenCombine(
                        Broker.inAll(hosts, broker::exchanges),
                        (so, exchanges) -> so.<ObjectNode>set(
                                "exchanges",
                                Json.array(
                                        exchanges.stream()
                                                .filter(DefinitionsExport::isOwn)
                                                .toList(),
                                        DefinitionsExport::exchange)))
                .thenCombine(Broker.inAll(hosts, broker::bindings), DefinitionsExport::withBindings);
    }

    /** Only between things that are in the document themselves, or in every broker. */
    private static ObjectNode withBindings(ObjectNode document, List<BindingInfo> bindings) {
        List<BindingInfo> own = bindings.stream()
                .filter(binding -> !binding.source().isEmpty())
                .filter(binding -> !binding.isToQueue() || hasQueue(document, binding))
                .toList();
        return document.set("bindings", Json.array(own, BindingRows::definition));
    }

    private static boolean hasQueue(ObjectNode document, BindingInfo binding) {
        for (JsonNode queue : document.path("queues")) {
            if (queue.path("name").asText().equals(binding.destination())
                    && queue.path("vhost").asText().equals(binding.virtualHost())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOwn(ExchangeInfo exchange) {
        return !exchange.name().isEmpty() && !exchange.name().startsWith("amq.");
    }

    private static ObjectNode virtualHost(VirtualHostInfo host) {
        ObjectNode row = Json.object().put("name", host.name()).put("description", host.description());
        return row.set("tags", Json.texts(host.tags()));
    }

    private static ObjectNode queue(QueueInfo queue) {
        ObjectNode row = Json.object().put("name", queue.name()).put("vhost", queue.virtualHost());
        row.put("durable", queue.durable()).put("auto_delete", queue.autoDelete());
        return row.set("arguments", Fields.plain(queue.arguments()));
    }

    private static ObjectNode exchange(ExchangeInfo exchange) {
        ObjectNode row = Json.object().put("name", exchange.name()).put("vhost", exchange.virtualHost());
        row.put("type", exchange.type()).put("durable", exchange.durable());
        row.put("auto_delete", exchange.autoDelete()).put("internal", exchange.internal());
        return row.set("arguments", Fields.plain(exchange.arguments()));
    }

    private static JsonNode parameters(List<String> hosts, List<PolicyInfo> operators, AccessPicture access) {
        var rows = Json.array();
        for (LimitsInfo limits : access.virtualHostLimits()) {
            if (hosts.contains(limits.name())) {
                rows.add(parameter("vhost-limits", limits.name(), "limits")
                        .set("value", AccessRows.numbers(limits.limits())));
            }
        }
        for (PolicyInfo policy : operators) {
            rows.add(parameter("operator_policy", policy.virtualHost(), policy.name())
                    .set("value", AccessRows.policyValue(policy)));
        }
        return rows;
    }

    private static ObjectNode parameter(String component, String host, String name) {
        return Json.object().put("component", component).put("vhost", host).put("name", name);
    }

    private static JsonNode globalParameters(AccessPicture access) {
        var rows = Json.array();
        access.globalParameters()
                .forEach((name, value) -> rows.addObject().put("name", name).set("value", value(value)));
        return rows;
    }

    private static JsonNode value(String text) {
        try {
            return Json.read(text);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a parameter that is no JSON: " + text, impossible);
        }
    }
}
