package warren.management.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import warren.actors.info.OperatorError;
import warren.actors.insight.ActorQuestion;
import warren.actors.insight.MessageFilter;
import warren.actors.insight.MessageQuestion;
import warren.actors.insight.MoveRequest;
import warren.actors.insight.MoveRequest.Action;
import warren.actors.insight.MoveRequest.Target;
import warren.management.broker.Broker;
import warren.management.json.InsightRows;
import warren.management.json.Json;
import warren.routing.message.Message;

/** What RabbitMQ does not show: why a queue does not move, what is in it and who holds what, routes, actors, recovery. */
final class InsightResource implements Resource {
    private static final int COUNT_USUAL = 100;
    private static final int COUNT_MAX = 1_000;
    private static final int OFFSET_MAX = 100_000;
    private static final int MESSAGES_USUAL = 50;
    private static final int BODY_USUAL = 50_000;
    private static final int IDS_MAX = 100_000;
    private static final int DEPTH_MAX = 20;
    private static final int DEPTH_USUAL = 3;

    private final Broker broker;

    InsightResource(Broker broker) {
        this.broker = broker;
    }

    @Override
    public void addTo(Routes routes) {
        routes.at("queues/{vhost}/{queue}/explain", Guard.HOST_IN_VIEW).get(this::explain);
        routes.at("queues/{vhost}/{queue}/unacked", Guard.HOST_IN_VIEW).get(this::unacked);
        routes.at("queues/{vhost}/{queue}/messages", Guard.HOST).get(this::messages);
        routes.at("queues/{vhost}/{queue}/messages/actions", Guard.HOST).post(this::act);
        routes.at("exchanges/{vhost}/{exchange}/route", Guard.HOST_IN_VIEW).post(this::route);
        routes.at("actors", Guard.MONITOR).get(this::actors);
        routes.at("recovery", Guard.MONITOR).get(call -> recovery());
    }

    private CompletionStage<HttpResponse> explain(Call call) {
        Resource.findHost(call);
        return broker.explain(call.virtualHost(), call.name("queue"))
                .thenApply(explanation -> Answers.ok(InsightRows.explanation(explanation)));
    }

    private CompletionStage<HttpResponse> unacked(Call call) {
        Resource.findHost(call);
        return broker.unacked(
                        call.virtualHost(),
                        call.name("queue"),
                        number(call, "offset", 0, OFFSET_MAX),
                        number(call, "count", COUNT_USUAL, COUNT_MAX))
                .thenApply(messages -> Answers.ok(Json.array(messages, InsightRows::unacked)));
    }

    private CompletionStage<HttpResponse> messages(Call call) {
        Resource.findHost(call);
        var question = new MessageQuestion(
                Math.max(0, Call.integer(TextNode.valueOf(call.query("offset").orElse("0")))),
                number(call, "count", MESSAGES_USUAL, MessageQuestion.COUNT_MAX),
                state(call.query("state").orElse("all")),
                filter(call),
                number(call, "payload_bytes", BODY_USUAL, Integer.MAX_VALUE));
        return broker.browse(
                        call.virtualHost(),
                        call.name("queue"),
                        question,
                        Optional.of(call.visitor().name()))
                .thenApply(page -> Answers.ok(InsightRows.page(page)));
    }

    private static MessageQuestion.State state(String name) {
        return switch (name) {
            case "ready" -> MessageQuestion.State.READY;
            case "unacked" -> MessageQuestion.State.UNACKED;
            case "all" -> MessageQuestion.State.ALL;
            default -> throw Refusal.badRequest("state must be ready, unacked or all");
        };
    }

    private static MessageFilter filter(Call call) {
        try {
            return MessageFilter.of(
                    call.query("search").filter(text -> !text.isEmpty()),
                    call.isTrue("regex"),
                    pair(call, "header"),
                    pair(call, "property"));
        } catch (OperatorError malformed) {
            throw Refusal.badRequest(String.valueOf(malformed.getMessage()));
        }
    }

    /** One {@code name=value}, or nothing. */
    private static Map<String, String> pair(Call call, String key) {
        String text = call.query(key).orElse("");
        int equals = text.indexOf('=');
        if (text.isEmpty()) {
            return Map.of();
        }
        if (equals <= 0) {
            throw Refusal.badRequest(key + " must be name=value");
        }
        return new HashMap<>(Map.of(text.substring(0, equals), text.substring(equals + 1)));
    }

    private CompletionStage<HttpResponse> act(Call call) {
        Resource.findHost(call);
        JsonNode body = call.body("action", "ids");
        Action action = action(body.path("action"));
        Optional<Target> target = target(body);
        if (target.isEmpty() && (action == Action.MOVE || action == Action.COPY)) {
            throw Refusal.keysMissing(List.of("destination"));
        }
        return broker.move(
                        call.virtualHost(),
                        call.name("queue"),
                        new MoveRequest(action, ids(body.path("ids")), target),
                        Optional.of(call.visitor().name()))
                .thenApply(result -> Answers.ok(InsightRows.moved(result)));
    }

    private static Action action(JsonNode name) {
        return switch (name.asText()) {
            case "move" -> Action.MOVE;
            case "copy" -> Action.COPY;
            case "delete" -> Action.DELETE;
            case "republish" -> Action.REPUBLISH;
            default -> throw Refusal.badRequest("unknown", name);
        };
    }

    private static List<Long> ids(JsonNode array) {
        if (!array.isArray() || array.size() > IDS_MAX) {
            throw Refusal.badRequest("ids must be a list of at most " + String.format(Locale.ROOT, "%d", IDS_MAX));
        }
        List<Long> ids = new ArrayList<>();
        array.forEach(id -> ids.add(Call.integer(id)));
        return ids;
    }

    private static Optional<Target> target(JsonNode body) {
        if (!(body.path("destination") instanceof ObjectNode destination)) {
            return Optional.empty();
        }
        if (destination.has("queue")) {
            return Optional.of(new Target("", destination.path("queue").asText()));
        }
        if (!destination.has("exchange")) {
            throw Refusal.keysMissing(List.of("queue"));
        }
        String exchange = destination.path("exchange").asText();
        return Optional.of(new Target(
                exchange.equals("amq.default") ? "" : exchange,
                destination.path("routing_key").asText("")));
    }

    private CompletionStage<HttpResponse> route(Call call) {
        Resource.findHost(call);
        JsonNode body = call.body("routing_key");
        var message = Message.of(
                ExchangeResource.name(call),
                body.path("routing_key").asText(),
                MessageJson.properties(Call.object(body, "properties")),
                new byte[0]);
        return broker.route(call.virtualHost(), message).thenApply(plan -> Answers.ok(InsightRows.route(plan)));
    }

    private CompletionStage<HttpResponse> actors(Call call) {
        var question = new ActorQuestion(
                call.query("path").orElse("/user"),
                number(call, "depth", DEPTH_USUAL, DEPTH_MAX),
                number(call, "offset", 0, Integer.MAX_VALUE),
                number(call, "count", COUNT_USUAL, COUNT_MAX));
        return broker.actors(question).thenApply(actor -> Answers.ok(InsightRows.actor(actor)));
    }

    /** A number of the query, which is refused when it is not one from 0 to {@code max}. */
    private static int number(Call call, String key, int usual, int max) {
        String text = call.query(key).orElse(Integer.toString(usual));
        long number = Call.integer(TextNode.valueOf(text));
        if (number < 0 || number > max) {
            throw Refusal.badRequest(key + " must be a number from 0 to " + max);
        }
        return (int) number;
    }

    /** How many of the durable queues that were there at the start have recovered. */
    private CompletionStage<HttpResponse> recovery() {
        return broker.status().thenApply(status -> {
            int recovered = status.recovery().recovered();
            int toGo = status.recovery().toGo();
            return Answers.ok(Json.object()
                    .put("queues", recovered + toGo)
                    .put("recovered", recovered)
                    .put("to_go", toGo));
        });
    }
}
