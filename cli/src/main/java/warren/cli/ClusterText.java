package warren.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** What {@code cluster_status} prints: a cluster of one node. */
final class ClusterText {
    private ClusterText() {}

    static String of(JsonNode status) {
        String node = status.path("node").asText();
        List<String> parts = new ArrayList<>();
        parts.add(section("Basics", "Cluster name: " + node));
        parts.add(section("Disk Nodes", node));
        parts.add(section("Running Nodes", node));
        parts.add(section("Versions", node + ": " + version(status)));
        parts.add(section("Maintenance status", "Node: " + node + ", status: not under maintenance"));
        List<String> alarms = AlarmLines.of(status.path("alarms"));
        parts.add(section("Alarms", alarms.isEmpty() ? "(none)" : String.join("\n", alarms)));
        parts.add(section("Network Partitions", "(none)"));
        List<String> listeners = new ArrayList<>();
        status.path("listeners")
                .forEach(each -> listeners.add(
                        "Node: " + node + ", " + StatusText.listener(each).replaceFirst("^Interface", "interface")));
        parts.add(section("Listeners", String.join("\n", listeners)));
        parts.add(section("Feature flags", "(none)"));
        return String.join("\n\n", parts);
    }

    private static String version(JsonNode status) {
        return status.path("product_name").asText() + " "
                + status.path("product_version").asText() + " (RabbitMQ "
                + status.path("rabbitmq_version").asText() + ") on Java "
                + status.path("java_version").asText();
    }

    private static String section(String title, String text) {
        return HelpText.bright(title) + "\n\n" + text;
    }

    static JsonNode json(JsonNode status) {
        String node = status.path("node").asText();
        ObjectNode answer = Json.object();
        answer.set("alarms", status.path("alarms"));
        answer.put("cluster_name", node);
        answer.putArray("disk_nodes").add(node);
        answer.putArray("feature_flags");
        answer.putObject("listeners").set(node, status.path("listeners"));
        answer.putObject("maintenance_status").put(node, "not under maintenance");
        answer.putObject("partitions");
        answer.putArray("ram_nodes");
        answer.putArray("running_nodes").add(node);
        answer.putObject("versions")
                .putObject(node)
                .put("rabbitmq_name", status.path("product_name").asText())
                .put("rabbitmq_version", status.path("rabbitmq_version").asText());
        return answer;
    }
}
