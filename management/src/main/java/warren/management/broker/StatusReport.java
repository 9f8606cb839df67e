package warren.management.broker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import warren.actors.alarm.MemoryWatermark;
import warren.actors.alarm.Resource;
import warren.actors.broker.BrokerStatus;
import warren.management.json.Json;

/** The broker as a whole: what {@code status} prints, under the names that rabbitmqctl gives in JSON. */
public final class StatusReport {
    /** The RabbitMQ whose behaviour clients and tools may rely on. */
    public static final String RABBITMQ_VERSION = "3.10.8";

    private final Broker broker;
    private final ManagementSettings settings;
    private final Supplier<List<BrokerStatus.Listener>> http;
    private final Supplier<List<String>> plugins;

    /** {@code http}: where HTTP is spoken now; {@code plugins}: the names of those that are enabled now. */
    public StatusReport(
            Broker broker,
            ManagementSettings settings,
            Supplier<List<BrokerStatus.Listener>> http,
            Supplier<List<String>> plugins) {
        this.broker = broker;
        this.settings = settings;
        this.http = http;
        this.plugins = plugins;
    }

    /** The names of the plug-ins that are enabled. */
    public ArrayNode plugins() {
        return Json.texts(plugins.get());
    }

    public CompletionStage<JsonNode> state() {
        return broker.status()
                .thenApply(
                        status -> Json.object().put("running", status.running()).put("node", status.node()));
    }

    public CompletionStage<JsonNode> report() {
        return broker.status().thenApply(this::report);
    }

    /** The alarms that are on, as rabbitmqctl gives them in JSON. */
    public CompletionStage<JsonNode> alarms() {
        return broker.status().thenApply(StatusReport::alarms);
    }

    private static ArrayNode alarms(BrokerStatus status) {
        ArrayNode alarms = Json.array();
        for (Resource resource : Resource.values()) {
            if (status.alarms().alarms().isOn(resource)) {
                alarms.addObject()
                        .put("node", status.node())
                        .put("resource", resource.text())
                        .put("type", "resource_limit");
            }
        }
        return alarms;
    }

    private ObjectNode report(BrokerStatus status) {
        ObjectNode report = Json.object();
        report.set("active_plugins", plugins());
        report.put("actor_restarts", status.actorRestarts());
        report.set("alarms", alarms(status));
        report.set("config_files", Json.texts(settings.configFiles()));
        report.put("data_directory", status.dataDirectory());
        report.put("disk_free", Host.diskFreeBytes(settings.dataDirectory()));
        report.put("disk_free_limit", status.alarms().diskFreeLimit());
        report.putObject("file_descriptors").put("total_limit", Host.filesMax()).put("total_used", Host.filesOpen());
        report.put("fsync", status.fsync());
        report.put("is_under_maintenance", false);
        report.put("java_version", Host.javaVersion());
        report.set("listeners", listeners(status));
        report.set("log_files", Json.texts(settings.logFiles()));
        report.set("memory", Host.memory().put("heap_alive", status.alarms().memoryUsed()));
        report.put("node", status.node());
        report.put("os", System.getProperty("os.name"));
        report.put("pid", ProcessHandle.current().pid());
        report.put("product_name", "Warren").put("product_version", status.version());
        report.put("rabbitmq_version", RABBITMQ_VERSION);
        recovery(status).ifPresent(recovery -> report.set("recovery", recovery));
        report.putObject("totals")
                .put("virtual_host_count", status.virtualHosts())
                .put("connection_count", status.connections())
                .put("queue_count", status.queues());
        report.put("vm_memory_high_watermark_limit", status.alarms().memoryLimit());
        report.set(
                "vm_memory_high_watermark_setting",
                status.alarms().memoryWatermark() instanceof MemoryWatermark.Share share
                        ? Json.object().put("relative", share.share())
                        : Json.object().put("absolute", status.alarms().memoryLimit()));
        return report.put(
                "uptime", Duration.between(status.startedAt(), Instant.now()).toSeconds());
    }

    /** How many queues have recovered, of how many; nothing when all have. */
    public static Optional<ObjectNode> recovery(BrokerStatus status) {
        int recovered = status.recovery().recovered();
        int toGo = status.recovery().toGo();
        return toGo == 0
                ? Optional.empty()
                : Optional.of(Json.object().put("queues", recovered + toGo).put("recovered", recovered));
    }

    /** The AMQP listeners and those that speak HTTP. */
    public ArrayNode listeners(BrokerStatus status) {
        ArrayNode listeners = Json.array();
        List<BrokerStatus.Listener> all = new java.util.ArrayList<>(status.listeners());
        all.addAll(http.get());
        for (BrokerStatus.Listener listener : all) {
            String host = listener.host().replaceFirst("^0(:0){7}$", "::");
            String shown = host.contains(":") ? "[" + host + "]" : host;
            listeners
                    .addObject()
                    .put("interface", shown)
                    .put("node", status.node())
                    .put("port", listener.port())
                    .put("protocol", listener.protocol())
                    .put("purpose", listener.purpose());
        }
        return listeners;
    }
}
