package warren.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.List;

/** Alarms in rabbitmqctl's words. */
final class AlarmLines {
    private AlarmLines() {}

    static List<String> of(JsonNode alarms) {
        List<String> lines = new ArrayList<>();
        for (JsonNode alarm : alarms) {
            String resource = alarm.path("resource").asText();
            lines.add((resource.equals("disk") ? "Free disk space" : "Memory") + " alarm on node "
                    + alarm.path("node").asText());
        }
        return lines;
    }

    static ArrayNode json(JsonNode alarms) {
        ArrayNode lines = Json.object().putArray("lines");
        of(alarms).forEach(lines::add);
        return lines;
    }
}
