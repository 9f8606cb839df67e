package warren.management.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import warren.actors.info.OperatorError;
import warren.actors.insight.ActorInfo;
import warren.actors.insight.ActorQuestion;
import warren.actors.insight.MessageFilter;
import warren.actors.insight.MessageQuestion;
import warren.actors.insight.MoveRequest.Action;
import warren.actors.insight.MoveRequest.Target;
import warren.management.broker.Broker;
import warren.management.json.Fields;
import warren.management.json.InsightRows;
import warren.management.json.Json;
import warren.routing.message.BasicProperties;
import warren.routing.message.Message;

/** What warrenctl shows of the inside of the broker, and the moving of messages. */
final class ControlInsights {
    private static final int COUNT_USUAL = 100;
    private static final int BODY_USUAL = 50_000;
    private static final int DEPTH_MAX = 20;

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
        handlers.put("browse_queue", this::browse);
        handlers.put("move_messages", this::move);
        handlers.put("route", this::route);
        handlers.put("list_actors", this::actors);
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

    private CompletionStage<JsonNode> browse(JsonNode in) throws OperatorError {
        var state =
                MessageQuestion.State.valueOf(in.path("state").asText("ready").toUpperCase(Locale.ROOT));
        var question = new MessageQuestion(
                in.path("offset").asLong(),
                Math.min(MessageQuestion.COUNT_MAX, in.path("count").asInt(COUNT_USUAL)),
                state,
                filter(in),
                in.path("payload_bytes").asInt(BODY_USUAL));
        return broker.browse(text(in, "vhost"), text(in, "queue"), question, Optional.empty())
                .thenApply(InsightRows::page);
    }

    private static MessageFilter filter(JsonNode in) throws OperatorError {
        return MessageFilter.of(
                in.has("search") ? Optional.of(text(in, "search")) : Optional.empty(),
                in.path("regex").asBoolean(),
                texts(in.path("header")),
                texts(in.path("property")));
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new LinkedHashMap<>();
        object.properties()
                .forEach(field -> texts.put(field.getKey(), field.getValue().asText()));
        return texts;
    }

    private CompletionStage<JsonNode> move(JsonNode in) throws OperatorError {
        var action = Action.valueOf(text(in, "action").toUpperCase(Locale.ROOT));
        Optional<Target> target = in.has("exchange")
                ? Optional.of(new Target(text(in, "exchange"), text(in, "routing_key")))
                : Optional.empty();
        var sweep = new MessageSweep(
                broker,
                text(in, "vhost"),
                text(in, "queue"),
                new MessageSweep.Plan(
                        action, target, filter(in), in.path("count").asLong(Long.MAX_VALUE)));
        return sweep.run().thenApply(InsightRows::moved);
    }

    private CompletionStage<JsonNode> route(JsonNode in) {
        var properties = new BasicProperties.Builder()
                .headers(Fields.table(in.path("headers")))
                .build();
        return broker.route(
                        text(in, "vhost"),
                        Message.of(text(in, "exchange"), text(in, "routing_key"), properties, new byte[0]))
                .thenApply(InsightRows::route);
    }

    private CompletionStage<JsonNode> actors(JsonNode in) {
        var question = new ActorQuestion(
                in.path("path").asText("/user"),
                in.path("depth").asInt(DEPTH_MAX),
                in.path("offset").asInt(),
                in.path("count").asInt(COUNT_USUAL));
        return broker.actors(question).thenApply(top -> {
            List<ObjectNode> rows = new ArrayList<>();
            add(top, rows);
            ArrayNode chosen = Json.array();
            rows.forEach(row -> {
                ObjectNode picked = Json.object();
                in.path("columns").forEach(column -> picked.set(column.asText(), row.path(column.asText())));
                chosen.add(picked);
            });
            return chosen;
        });
    }

    /** The tree as rows, parents first; children that are not shown one by one are a row for each kind. */
    private static void add(ActorInfo actor, List<ObjectNode> rows) {
        ObjectNode row = Json.object().put("path", actor.path()).put("class", actor.type());
        row.put("children", actor.childCount()).put("restarts", actor.restarts());
        actor.mailbox().ifPresentOrElse(count -> row.put("mailbox", count), () -> row.put("mailbox", ""));
        row.put("last_failure_time", "").put("last_failure_on", "").put("last_failure", "");
        actor.lastFailure()
                .ifPresent(failure -> row.put("last_failure_time", failure.atMillis())
                        .put("last_failure_on", failure.messageType().orElse(""))
                        .put("last_failure", failure.cause()));
        rows.add(row);
        actor.children().forEach(child -> add(child, rows));
        actor.others()
                .forEach((kind, count) -> rows.add(Json.object()
                        .put("path", actor.path() + "/... (" + count + " more)")
                        .put("class", kind)
                        .put("children", "")
                        .put("restarts", "")
                        .put("mailbox", "")
                        .put("last_failure_time", "")
                        .put("last_failure_on", "")
                        .put("last_failure", "")));
    }

    private static String text(JsonNode in, String name) {
        return in.path(name).asText();
    }
}
