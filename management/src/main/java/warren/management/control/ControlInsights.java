package warren.management.control;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import warren.management.broker.Broker;
import warren.management.json.InsightRows;
import warren.management.json.Json;

/** What warrenctl shows of the inside of queues. */
final class ControlInsights {
    private static final int COUNT_USUAL = 100;

    private final Broker broker;

    ControlInsights(Broker broker) {
        this.broker = broker;
    }

    Map<String, ControlCommands.Handler> handlers() {
        Map<String, ControlCommands.Handler> handlers = new HashMap<>();
        handlers.put(
                "explain_queue",
                in -> broker.explain(text(in, "vhost"), text(in, "queue")).thenApply(InsightRows::explanation));
        handlers.put("list_unacked_messages", this::unacked);
        return handlers;
    }

    private CompletionStage<JsonNode> unacked(JsonNode in) {
        return broker.unacked(
                        text(in, "vhost"),
                        text(in, "queue"),
                        in.path("offset").asInt(),
                        in.path("count").asInt(COUNT_USUAL))
                .thenApply(messages -> Json.array(messages, InsightRows::unacked));
    }

    private static String text(JsonNode in, String name) {
        return in.path(name).asText();
    }
}
