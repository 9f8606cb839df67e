package warren.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** What {@code rabbitmq-plugins list} shows, in its three forms. */
final class PluginList {
    private final List<JsonNode> plugins;

    /** Those that are wanted. */
    PluginList(List<JsonNode> plugins) {
        this.plugins = List.copyOf(plugins);
    }

    List<String> names() {
        return plugins.stream().map(each -> each.path("name").asText()).toList();
    }

    static List<String> legend(String status) {
        return List.of(" Configured: E = explicitly enabled; e = implicitly enabled", " | Status: " + status, " |/");
    }

    List<String> table() {
        int width = names().stream().mapToInt(String::length).max().orElse(0);
        List<String> lines = new ArrayList<>();
        for (JsonNode each : plugins) {
            String name = each.path("name").asText();
            lines.add(mark(each) + " " + name + " ".repeat(width - name.length()) + " "
                    + each.path("version").asText());
        }
        return lines;
    }

    List<String> verbose() {
        List<String> lines = new ArrayList<>();
        for (JsonNode each : plugins) {
            lines.add(mark(each) + " " + each.path("name").asText());
            lines.add("     Version:     \t" + each.path("version").asText());
            lines.add("     Description: \t" + each.path("description").asText());
        }
        return lines;
    }

    private static String mark(JsonNode plugin) {
        String enabled = switch (plugin.path("enabled").asText()) {
            case "enabled" -> "E";
            case "implicit" -> "e";
            default -> " ";
        };
        return "[" + enabled + (plugin.path("running").asBoolean() ? "*" : " ") + "]";
    }

    ObjectNode json(String format, boolean isOnline) {
        ObjectNode json = Json.object().put("format", format);
        ArrayNode all = json.putArray("plugins");
        plugins.forEach(all::add);
        return json.put("status", isOnline ? "running" : "node_down");
    }
}
