package warren.management.http;

import static warren.management.http.Resource.now;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
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
    private static final Map<String, ChronoUnit> UNITS = Map.of(
            "days", ChronoUnit.DAYS,
            "weeks", ChronoUnit.WEEKS,
            "months", ChronoUnit.MONTHS,
            "years", ChronoUnit.YEARS);

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
        all.addAll(settings.listeners());
        all.addAll(now.listeners());
        return all;
    }

    private CompletionStage<HttpResponse> port(Call call) {
        long port = Call.integer(TextNode.valueOf(call.name("port")));
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

    /** 503 when a certificate of a listener, its own or one that it trusts, ends within that time. */
    private CompletionStage<HttpResponse> certificates(Call call) {
        ChronoUnit unit = UNITS.get(call.name("unit"));
        if (unit == null) {
            throw Refusal.badRequest("Time unit not recognised. Supported units: days, weeks, months, years.");
        }
        long within = Call.integer(TextNode.valueOf(call.name("within")));
        Instant limit = ZonedDateTime.now(ZoneOffset.UTC).plus(within, unit).toInstant();
        return broker.status().thenApply(now -> {
            ArrayNode expiring = Json.array();
            listeners(now).forEach(listener -> addExpiring(expiring, listener, limit));
            if (expiring.isEmpty()) {
                return ok();
            }
            ObjectNode why = Json.object().put("reason", "Certificates expiring");
            why.set("expired", expiring);
            return failed(why);
        });
    }

    private void addExpiring(ArrayNode expiring, BrokerStatus.Listener listener, Instant limit) {
        List<X509Certificate> ending =
                settings.tls().certificates().getOrDefault(listener.protocol(), List::of).get().stream()
                        .filter(each -> each.getNotAfter().toInstant().isBefore(limit))
                        .toList();
        if (ending.isEmpty()) {
            return;
        }
        ObjectNode row = expiring.addObject().put("node", settings.node()).put("interface", listener.host());
        row.put("port", listener.port()).put("protocol", listener.protocol());
        row.set(
                "certificates",
                Json.array(
                        ending,
                        each -> Json.object()
                                .put("subject", each.getSubjectX500Principal().getName())
                                .put(
                                        "expires_on",
                                        each.getNotAfter().toInstant().toString())));
    }
}
