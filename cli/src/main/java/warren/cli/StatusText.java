package warren.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What {@code status} prints: the broker at one moment, in sections. What Warren has no true value for is left out. */
final class StatusText {
    private static final Map<String, Long> UNITS = Map.of("bytes", 1L, "mb", 1_000_000L, "gb", 1_000_000_000L);
    private static final int DECIMALS = 4;
    private static final double PERCENT = 100;

    private final JsonNode status;
    private final String unit;
    private final List<String> lines = new ArrayList<>();

    private StatusText(JsonNode status, String unit) {
        this.status = status;
        this.unit = unit;
    }

    static boolean knows(String unit) {
        return UNITS.containsKey(unit);
    }

    static String of(JsonNode status, String unit) {
        return new StatusText(status, unit).text();
    }

    private String text() {
        runtime();
        section("Plugins");
        lines.add("Enabled plugins:\n");
        list("active_plugins");
        section("Data directory");
        line("Node data directory", "data_directory");
        lines.add("Confirms wait for the disk (fsync): " + (status.path("fsync").asBoolean() ? "on" : "off"));
        section("Config files");
        list("config_files");
        section("Log file(s)");
        list("log_files");
        section("Alarms");
        List<String> alarms = AlarmLines.of(status.path("alarms"));
        lines.addAll(alarms.isEmpty() ? List.of("(none)") : alarms);
        memory();
        section("File Descriptors");
        JsonNode files = status.path("file_descriptors");
        lines.add("Total: " + files.path("total_used").asText() + ", limit: "
                + files.path("total_limit").asText());
        section("Free Disk Space");
        lines.add("Low free disk space watermark: " + bytes(status.path("disk_free_limit")));
        lines.add("Free disk space: " + bytes(status.path("disk_free")));
        totals();
        section("Listeners");
        status.path("listeners").forEach(each -> lines.add(listener(each)));
        return String.join("\n", lines);
    }

    /** One listener in a line. */
    static String listener(JsonNode listener) {
        return "Interface: " + listener.path("interface").asText() + ", port: "
                + listener.path("port").asText() + ", protocol: "
                + listener.path("protocol").asText() + ", purpose: "
                + listener.path("purpose").asText();
    }

    /** One part of the memory in a line. */
    static String part(Map.Entry<String, JsonNode> part, double total, String unit) {
        return part.getKey() + ": " + bytes(part.getValue(), unit) + " ("
                + percentage(part.getValue().asDouble(), total) + " %)";
    }

    static String percentage(double part, double total) {
        return round(part * PERCENT / total, 2);
    }

    private void runtime() {
        lines.add(HelpText.bright("Runtime") + "\n");
        line("OS PID", "pid");
        line("OS", "os");
        line("Uptime (seconds)", "uptime");
        line("Is under maintenance?", "is_under_maintenance");
        line("Product name", "product_name");
        line("Product version", "product_version");
        line("RabbitMQ version", "rabbitmq_version");
        line("Node name", "node");
        line("Java configuration", "java_version");
        line("Actor restarts", "actor_restarts");
    }

    private void memory() {
        section("Memory");
        JsonNode memory = status.path("memory");
        lines.add("Total memory used: " + bytes(memory.path("total").path("rss")));
        lines.add("Calculation strategy: " + memory.path("strategy").asText());
        lines.add("Memory high watermark setting: " + watermark() + ", computed to: "
                + bytes(status.path("vm_memory_high_watermark_limit")) + "\n");
        double total = memory.path("total").path("rss").asDouble();
        for (Map.Entry<String, JsonNode> part : memory.properties()) {
            if (part.getValue().isNumber()) {
                lines.add(part(part, total, unit));
            }
        }
    }

    private String watermark() {
        JsonNode setting = status.path("vm_memory_high_watermark_setting");
        return setting.has("relative")
                ? setting.path("relative").asText() + " of available memory"
                : bytes(setting.path("absolute"));
    }

    private void totals() {
        section("Totals");
        JsonNode totals = status.path("totals");
        lines.add("Connection count: " + totals.path("connection_count").asText());
        lines.add("Queue count: " + totals.path("queue_count").asText());
        JsonNode recovery = status.path("recovery");
        if (!recovery.isMissingNode()) {
            lines.add("Recovering queues: " + recovery.path("recovered").asText() + " of "
                    + recovery.path("queues").asText());
        }
        lines.add("Virtual host count: " + totals.path("virtual_host_count").asText());
    }

    private void section(String title) {
        lines.add("\n" + HelpText.bright(title) + "\n");
    }

    private void line(String title, String key) {
        lines.add(title + ": " + status.path(key).asText());
    }

    private void list(String key) {
        status.path(key).forEach(each -> lines.add(" * " + each.asText()));
    }

    private String bytes(JsonNode value) {
        return bytes(value, unit);
    }

    private static String bytes(JsonNode value, String unit) {
        return unit.equals("bytes")
                ? value.asLong() + " bytes"
                : round(value.asDouble() / UNITS.getOrDefault(unit, 1L), DECIMALS) + " " + unit;
    }

    private static String round(double value, int decimals) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return "0.0";
        }
        return Double.toString(BigDecimal.valueOf(value)
                .setScale(decimals, RoundingMode.HALF_UP)
                .doubleValue());
    }
}
