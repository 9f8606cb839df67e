package warren.management.http;

import static warren.management.http.Resource.now;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Stream;
import warren.actors.alarm.Alarms;
import warren.actors.alarm.Resource;
import warren.actors.broker.BrokerStatus;
import warren.actors.info.ChannelInfo;
import warren.actors.info.ConnectionInfo;
import warren.actors.info.ExchangeTypeInfo;
import warren.actors.info.QueueInfo;
import warren.management.broker.Broker;
import warren.management.broker.Host;
import warren.management.broker.ManagementSettings;
import warren.management.broker.StatusReport;
import warren.management.json.Json;
import warren.management.rates.Rates;

/** The broker as a whole: overview, the one node, what it can do. */
final class NodeResource implements warren.management.http.Resource {
    private final Broker broker;
    private final ManagementSettings settings;
    private final StatusReport status;
    private final Rates rates;

    NodeResource(Broker broker, ManagementSettings settings, StatusReport status, Rates rates) {
        this.broker = broker;
        this.settings = settings;
        this.status = status;
        this.rates = rates;
    }

    @Override
    public void addTo(Routes routes) {
        routes.at("overview", Guard.ANYBODY)
                .get(call -> overview(call).thenApply(report -> Answers.ok(new ListView(call).of(report))));
        routes.at("nodes", Guard.MONITOR)
                .get(call -> warren.management.http.Resource.list(call, node().thenApply(List::of)));
        routes.at("nodes/{node}", Guard.MONITOR).get(call -> {
            requireNode(call);
            return node().thenApply(node -> Answers.ok(new ListView(call).of(node)));
        });
        routes.at("nodes/{node}/memory", Guard.MONITOR).get(call -> {
            requireNode(call);
            return now(Answers.ok(Json.object().set("memory", Host.memory())));
        });
        routes.at("extensions", Guard.ANYBODY).get(call -> now(Answers.ok(Json.array())));
        routes.at("auth", Guard.ANYBODY)
                .get(call -> now(Answers.ok(Json.object()
                        .put("enable_uaa", false)
                        .put("uaa_client_id", "")
                        .put("uaa_location", ""))));
        routes.at("feature-flags", Guard.ADMINISTRATOR).get(call -> now(Answers.ok(Json.array())));
        // with one node every leader is where it belongs
        routes.at("rebalance/queues", Guard.ADMINISTRATOR).post(call -> now(Answers.done()));
    }

    private void requireNode(Call call) {
        if (!call.name("node").equals(settings.node())) {
            throw Refusal.notFound();
        }
    }

    private record Load(List<QueueInfo> queues, List<ChannelInfo> channels) {}

    private record Whole(BrokerStatus status, List<ExchangeTypeInfo> types) {}

    private CompletionStage<Whole> whole() {
        return broker.status().thenCombine(broker.exchangeTypes(), Whole::new);
    }

    private CompletionStage<ObjectNode> overview(Call call) {
        List<String> hosts = call.visitor().virtualHosts();
        ObjectNode totals = Json.object();
        return Broker.inAll(hosts, broker::queues)
                .thenCombine(broker.channels(), Load::new)
                .thenCombine(Broker.inAll(hosts, broker::exchanges), (load, exchanges) -> {
                    totals.put("exchanges", exchanges.size());
                    return load;
                })
                .thenCombine(broker.connections(), (load, connections) -> {
                    totals.put("connections", count(call, connections, ConnectionInfo::user));
                    totals.put("channels", count(call, load.channels, ChannelInfo::user));
                    totals.put("queues", load.queues.size());
                    totals.put(
                            "consumers",
                            load.queues.stream()
                                    .mapToInt(queue -> queue.consumers().size())
                                    .sum());
                    return load;
                })
                .thenCombine(whole(), (load, whole) -> report(call, whole, load, totals));
    }

    private static <T> long count(Call call, List<T> all, Function<T, String> user) {
        return all.stream()
                .filter(each -> call.visitor().isMonitor()
                        || user.apply(each).equals(call.visitor().name()))
                .count();
    }

    private ObjectNode report(Call call, Whole whole, Load load, ObjectNode totals) {
        BrokerStatus status = whole.status;
        ObjectNode report = Json.object().put("management_version", status.version());
        report.put("rates_mode", "basic");
        report.putObject("sample_retention_policies")
                .<ObjectNode>set("global", seconds(600, 3600, 28_800, 86_400))
                .<ObjectNode>set("basic", seconds(600, 3600))
                .set("detailed", seconds(600));
        report.set("exchange_types", exchangeTypes(whole.types));
        report.put("product_version", status.version()).put("product_name", "Warren");
        report.put("rabbitmq_version", StatusReport.RABBITMQ_VERSION);
        report.put("cluster_name", ParameterResource.clusterName(call.visitor(), status.node()));
        report.put("disable_stats", false).put("enable_queue_totals", false);
        rates.showBroker(report, Set.copyOf(call.visitor().virtualHosts()), load.queues, load.channels, call.ranges());
        report.set("object_totals", totals);
        report.put("statistics_db_event_queue", 0).put("node", status.node());
        StatusReport.recovery(status).ifPresent(recovery -> report.set("recovery", recovery));
        if (call.visitor().isMonitor()) {
            report.set("listeners", listeners(status));
            report.set("contexts", contexts(status.node()));
        }
        return report;
    }

    private static ArrayNode seconds(int... ages) {
        ArrayNode array = Json.array();
        for (int age : ages) {
            array.add(age);
        }
        return array;
    }

    private static ArrayNode exchangeTypes(List<ExchangeTypeInfo> types) {
        ArrayNode array = Json.array();
        for (ExchangeTypeInfo type : types) {
            array.addObject()
                    .put("name", type.name())
                    .put("description", type.description())
                    .put("enabled", true);
        }
        return array;
    }

    private ArrayNode listeners(BrokerStatus status) {
        ArrayNode listeners = Json.array();
        Stream.concat(status.listeners().stream(), settings.listeners().stream())
                .forEach(each -> add(listeners, each.protocol(), each.host(), each.port()));
        return listeners;
    }

    private void add(ArrayNode listeners, String protocol, String host, int port) {
        ObjectNode listener = listeners.addObject().put("node", settings.node()).put("protocol", protocol);
        String address = host.equals("0.0.0.0") || host.matches("0(:0){7}") ? "::" : host;
        listener.put("ip_address", address).put("port", port).putObject("socket_opts");
    }

    private ArrayNode contexts(String node) {
        ArrayNode contexts = Json.array();
        for (BrokerStatus.Listener each : settings.listeners()) {
            ObjectNode context = contexts.addObject();
            context.putArray("ssl_opts");
            context.put("node", node).put("description", "Warren Management").put("path", "/");
            context.put("ip", each.host()).put("port", Integer.toString(each.port()));
            if (each.protocol().equals("https")) {
                context.put("ssl", "true");
            }
        }
        return contexts;
    }

    private CompletionStage<JsonNode> node() {
        return whole().thenApply(whole -> {
            BrokerStatus status = whole.status;
            ObjectNode node = Json.object();
            node.putArray("partitions");
            node.put("os_pid", Long.toString(ProcessHandle.current().pid()));
            node.put("fd_total", Host.filesMax()).put("fd_used", Host.filesOpen());
            node.put("sockets_total", Host.filesMax()).put("sockets_used", status.connections());
            Alarms alarms = status.alarms().alarms();
            node.put("mem_limit", status.alarms().memoryLimit());
            node.put("mem_alarm", alarms.isOn(Resource.MEMORY)).put("mem_used", Host.residentBytes());
            node.put("mem_heap_alive", status.alarms().memoryUsed());
            node.put("disk_free", Host.diskFreeBytes(settings.dataDirectory()));
            node.put("disk_free_limit", status.alarms().diskFreeLimit());
            node.put("disk_free_alarm", alarms.isOn(Resource.DISK)).put("rates_mode", "basic");
            node.put(
                    "uptime",
                    Duration.between(status.startedAt(), Instant.now()).toMillis());
            node.put("processors", Runtime.getRuntime().availableProcessors());
            node.set("exchange_types", exchangeTypes(whole.types));
            ArrayNode mechanisms = node.putArray("auth_mechanisms");
            for (String each : List.of("PLAIN", "AMQPLAIN", "EXTERNAL")) {
                mechanisms
                        .addObject()
                        .put("name", each)
                        .put("enabled", settings.mechanisms().contains(each));
            }
            node.putArray("applications")
                    .addObject()
                    .put("name", "warren")
                    .put("description", "Warren")
                    .put("version", status.version());
            node.set("contexts", contexts(status.node()));
            node.set("log_files", Json.texts(settings.logFiles()));
            node.put("db_dir", status.dataDirectory());
            node.set("config_files", Json.texts(settings.configFiles()));
            node.set("enabled_plugins", this.status.plugins());
            node.put("name", status.node()).put("type", "disc").put("running", status.running());
            node.put("being_drained", false).putArray("cluster_links");
            return node;
        });
    }
}
