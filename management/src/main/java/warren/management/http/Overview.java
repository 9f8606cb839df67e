package warren.management.http;

import warren.management.json.Json;
import warren.management.broker.Broker;
import warren.management.broker.Host;
import warren.management.broker.StatusReport;
import warren.management.broker.ManagementSettings;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;
import warren.actors.alarm.Alarms;
import warren.actors.alarm.Resource;
import warren.actors.broker.BrokerStatus;
import warren.actors.info.QueueInfo;

/** The two paths of the HTTP API that tell of the broker as a whole: {@code /api/overview} and {@code /api/nodes}. */
public final class Overview {
    private static final List<String> EXCHANGE_TYPES = List.of("direct", "fanout", "headers", "topic");

    private final Broker broker;
    private final ManagementSettings settings;
    private final StatusReport status;

    public Overview(Broker broker, ManagementSettings settings, StatusReport status) {
        this.broker = broker;
        this.settings = settings;
        this.status = status;
    }

    public CompletionStage<JsonNode> report(ApiAccess.Visitor visitor) {
        var queues = ApiResources.inAll(visitor.virtualHosts(), broker::queues);
        var exchanges = ApiResources.inAll(visitor.virtualHosts(), broker::exchanges);
        var channels = broker.channels();
        ObjectNode totals = Json.object();
        return queues.thenCombine(exchanges, (allQueues, allExchanges) -> {
                    totals.put(
                            "consumers",
                            allQueues.stream()
                                    .mapToInt(queue -> queue.consumers().size())
                                    .sum());
                    totals.put("exchanges", allExchanges.size()).put("queues", allQueues.size());
                    return messages(allQueues);
                })
                .thenCombine(channels, (messages, allChannels) -> {
                    totals.put("channels", allChannels.size());
                    return messages;
                })
                .thenCombine(broker.status(), (messages, now) -> {
                    totals.put("connections", now.connections());
                    ObjectNode report = about(now);
                    report.set("object_totals", totals);
                    return report.set("queue_totals", messages);
                });
    }

    private ObjectNode about(BrokerStatus now) {
        ObjectNode report = Json.object().put("cluster_name", now.node());
        report.set(
                "exchange_types",
                Json.array(
                        EXCHANGE_TYPES, type -> Json.object().put("name", type).put("enabled", true)));
        report.set("listeners", status.listeners(now));
        report.put("management_version", now.version()).put("node", now.node());
        report.put("product_name", "Warren").put("product_version", now.version());
        report.put("rabbitmq_version", StatusReport.RABBITMQ_VERSION);
        report.put("rates_mode", "none");
        StatusReport.recovery(now).ifPresent(recovery -> report.set("recovery", recovery));
        return report;
    }

    private static ObjectNode messages(List<QueueInfo> queues) {
        long ready = queues.stream().mapToLong(QueueInfo::ready).sum();
        long unacknowledged =
                queues.stream().mapToLong(QueueInfo::unacknowledged).sum();
        return Json.object()
                .put("messages", ready + unacknowledged)
                .put("messages_ready", ready)
                .put("messages_unacknowledged", unacknowledged);
    }

    /** A list of one: this broker. */
    public CompletionStage<JsonNode> nodes() {
        return broker.status().thenApply(now -> {
            ObjectNode node = Json.object();
            node.set("config_files", Json.texts(settings.configFiles()));
            node.put("db_dir", now.dataDirectory());
            node.put("disk_free", Host.diskFreeBytes(settings.dataDirectory()));
            Alarms alarms = now.alarms().alarms();
            node.put("disk_free_alarm", alarms.isOn(Resource.DISK));
            node.put("disk_free_limit", now.alarms().diskFreeLimit());
            node.put("fd_total", Host.filesMax()).put("fd_used", Host.filesOpen());
            node.set("log_files", Json.texts(settings.logFiles()));
            node.put("mem_alarm", alarms.isOn(Resource.MEMORY));
            node.put("mem_limit", now.alarms().memoryLimit());
            node.put("mem_used", Host.residentBytes()).put("name", now.node());
            node.put("os_pid", Long.toString(ProcessHandle.current().pid()));
            node.put("processors", Runtime.getRuntime().availableProcessors());
            node.put("rates_mode", "none").put("running", now.running()).put("type", "disc");
            node.put("uptime", Duration.between(now.startedAt(), Instant.now()).toMillis());
            return Json.array().add(node);
        });
    }
}
