package warren.management.http;

import static warren.management.http.Resource.now;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import warren.actors.broker.BrokerStatus;
import warren.management.broker.Broker;
import warren.management.broker.ManagementSettings;
import warren.management.broker.StatusReport;
import warren.management.json.Json;

/** Health checks: 200, or 503 with what is wrong. */
final class HealthResource implements Resource {
    private static final List<String> UNITS = List.of("days", "weeks", "months", "years");

    /** Names of protocols as checks may call them, and as listeners are called. */
    private static final Map<String, String> PROTOCOLS =
            Map.of("amqp091", "amqp", "amqp0.9.1", "amqp", "amqp0-9-1", "amqp", "amqp", "amqp", "amqp10", "amqp");

    private final Broker broker;
    private final ManagementSettings settings;
    private final StatusReport status;

    HealthResource(Broker broker, ManagementSettings settings, StatusReport status) {
        this.broker = broker;
        this.settings = settings;
        this.status = status;
    }

    @Override
    public void addTo(Routes routes) {
        String checks = "health/checks/";
        routes.at(checks + "alarms", Guard.ANYBODY).get(call -> alarms("There are alarms in effect in the cluster"));
        routes.at(checks + "local-alarms", Guard.ANYBODY).get(call -> alarms("There are alarms in effect on the node"));
        routes.at(checks + "port-listener/{port}", Guard.ANYBODY).get(this::port);
        routes.at(checks + "protocol-listener/{protocol}", Guard.ANYBODY).get(this::protocol);
        routes.at(checks + "virtual-hosts", Guard.ANYBODY)
                .get(call -> broker.status()
                        .thenApply(now -> now.running()
                                ? ok()
                                : failed(Json.object().put("reason", "Some virtual hosts are down"))));
        for (String critical : List.of("node-is-quorum-critical", "node-is-mirror-sync-critical")) {
            routes.at(checks + critical, Guard.ANYBODY)
                    .get(call ->
                            now(Answers.ok(Json.object().put("status", "ok").put("reason", "single node cluster"))));
        }
        routes.at(checks + "certificate-expiration/{within}/{unit}", Guard.ANYBODY)
                .get(this::certificates);
        routes.at("healthchecks/node", Guard.ANYBODY).get(call -> alarms("resource alarm(s) in effect"));
        routes.at("healthchecks/node/{node}", Guard.ANYBODY).get(call -> {
            if (!call.name("node").equals(settings.node())) {
                throw Refusal.notFound();
            }
            return alarms("resource alarm(s) in effect");
        });
    }

    private static HttpResponse ok() {
        return Answers.ok(Json.object().put("status", "ok"));
    }

    private static HttpResponse failed(ObjectNode why) {
        return Answers.json(503, Json.object().put("status", "failed").setAll(why));
    }

    private CompletionStage<HttpResponse> alarms(String reason) {
        return status.alarms().thenApply(alarms -> {
            if (alarms.isEmpty()) {
                return ok();
            }
            ObjectNode why = Json.object().put("reason", reason);
            why.set("alarms", alarms);
            return failed(why);
        });
    }

    private List<BrokerStatus.Listener> listeners(BrokerStatus now) {
        List<BrokerStatus.Listener> all = new ArrayList<>();
        all.add(new BrokerStatus.Listener(settings.host(), settings.port(), "http", "HTTP API"));
        all.addAll(now.listeners());
        return all;
    }

    private CompletionStage<HttpResponse> port(Call call) {
        long port = Call.integer(com.fasterxml.jackson.databind.node.TextNode.valueOf(call.name("port")));
        return broker.status().thenApply(now -> {
            ArrayNode ports = Json.array();
            listeners(now).forEach(listener -> ports.add(listener.port()));
            if (listeners(now).stream().anyMatch(listener -> listener.port() == port)) {
                return Answers.ok(Json.object().put("status", "ok").put("port", port));
            }
            ObjectNode why = Json.object().put("reason", "No active listener").put("missing", port);
            why.set("ports", ports);
            return failed(why);
        });
    }

    private CompletionStage<HttpResponse> protocol(Call call) {
        String asked = call.name("protocol");
        String protocol = PROTOCOLS.getOrDefault(asked, asked);
        return broker.status().thenApply(now -> {
            ArrayNode protocols = Json.array();
            listeners(now).forEach(listener -> protocols.add(listener.protocol()));
            if (listeners(now).stream().anyMatch(listener -> listener.protocol().equals(protocol))) {
                return Answers.ok(Json.object().put("status", "ok").put("protocol", protocol));
            }
            ObjectNode why = Json.object().put("reason", "No active listener").put("missing", protocol);
            why.set("protocols", protocols);
            return failed(why);
        });
    }

    /** No listener has a certificate. */
    private CompletionStage<HttpResponse> certificates(Call call) {
        if (!UNITS.contains(call.name("unit"))) {
            throw Refusal.badRequest("Time unit not recognised. Supported units: days, weeks, months, years.");
        }
        return now(ok());
    }
}
