package warren.management.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import warren.actors.service.ServiceRefusal;
import warren.actors.service.ServiceRequest;
import warren.actors.service.ServiceRequest.Afterwards;
import warren.actors.service.ServiceResult;
import warren.management.broker.Broker;
import warren.management.json.Json;
import warren.routing.message.FieldTable;
import warren.routing.message.Message;

/** Single messages: to publish one, and to fetch some. */
final class MessageResource implements Resource {
    /** Messages that one request fetches at most. */
    private static final int COUNT_MAX = 10_000;

    private static final String ALIVENESS_QUEUE = "aliveness-test";

    private final Broker broker;

    MessageResource(Broker broker) {
        this.broker = broker;
    }

    @Override
    public void addTo(Routes routes) {
        routes.at("exchanges/{vhost}/{exchange}/publish", Guard.HOST).post(this::publish);
        routes.at("queues/{vhost}/{queue}/get", Guard.HOST).post(this::fetch);
        routes.at("aliveness-test/{vhost}", Guard.HOST).get(this::testAliveness);
    }

    private CompletionStage<HttpResponse> publish(Call call) {
        Resource.findHost(call);
        JsonNode body = call.body("routing_key", "properties", "payload", "payload_encoding");
        var message = Message.of(
                ExchangeResource.name(call),
                body.path("routing_key").asText(),
                MessageJson.properties(Call.object(body, "properties")),
                payload(body));
        return broker.perform(call.visitor().name(), call.virtualHost(), new ServiceRequest.Publish(message))
                .handle((result, failure) -> {
                    if (failure != null) {
                        throw refusal(failure);
                    }
                    return Answers.ok(Json.object().put("routed", !result.returned()));
                });
    }

    /** Here RabbitMQ shows the number and the name of the code. */
    private static RuntimeException refusal(Throwable failure) {
        Throwable cause = Broker.cause(failure);
        return cause instanceof ServiceRefusal refused && !refused.isAccessRefused()
                ? Refusal.badRequest(refused.code() + " " + refused.replyText())
                : new java.util.concurrent.CompletionException(cause);
    }

    private static byte[] payload(JsonNode body) {
        JsonNode payload = body.path("payload");
        JsonNode encoding = body.path("payload_encoding");
        return switch (encoding.asText()) {
            case "string" -> payload.asText().getBytes(StandardCharsets.UTF_8);
            case "base64" -> {
                try {
                    yield Base64.getMimeDecoder().decode(requireBase64(payload.asText()));
                } catch (IllegalArgumentException other) {
                    throw Refusal.badRequest("not_base64", payload);
                }
            }
            default -> throw Refusal.badRequest("unsupported_encoding", encoding);
        };
    }

    /** Line breaks are fine, anything else that is not base 64 is not. */
    private static String requireBase64(String text) {
        if (!text.matches("[A-Za-z0-9+/=\\s]*")) {
            throw new IllegalArgumentException("not base 64");
        }
        return text;
    }

    private CompletionStage<HttpResponse> fetch(Call call) {
        Resource.findHost(call);
        JsonNode body = call.body("count", "ackmode", "encoding");
        long count = Math.min(COUNT_MAX, Call.integer(body.path("count")));
        String encoding = body.path("encoding").asText();
        if (!List.of("auto", "base64").contains(encoding)) {
            throw Refusal.badRequest("Unsupported encoding. Please use auto or base64.");
        }
        int truncate = body.has("truncate")
                ? (int) Math.min(Integer.MAX_VALUE, Math.max(0, Call.integer(body.path("truncate"))))
                : Integer.MAX_VALUE;
        var request =
                new ServiceRequest.Get(call.name("queue"), (int) Math.max(0, count), afterwards(body.path("ackmode")));
        return broker.perform(call.visitor().name(), call.virtualHost(), request)
                .handle((result, failure) -> {
                    if (failure != null) {
                        throw notFetched(failure);
                    }
                    return Answers.ok(Json.array(
                            result.messages(), each -> MessageJson.fetched(each, encoding.equals("auto"), truncate)));
                });
    }

    private static RuntimeException notFetched(Throwable failure) {
        Throwable cause = Broker.cause(failure);
        return cause instanceof ServiceRefusal refused && refused.isNotFound()
                ? Refusal.notFound(refused.replyText())
                : refusal(failure);
    }

    private static Afterwards afterwards(JsonNode mode) {
        return switch (mode.asText()) {
            case "ack_requeue_false" -> Afterwards.GONE;
            case "ack_requeue_true" -> Afterwards.BACK;
            case "reject_requeue_true" -> Afterwards.REJECTED_BACK;
            case "reject_requeue_false" -> Afterwards.REJECTED_GONE;
            default -> throw Refusal.badRequest("unknown_ackmode", TextNode.valueOf(mode.asText()));
        };
    }

    /** A queue is declared, a message goes in and comes out. */
    private CompletionStage<HttpResponse> testAliveness(Call call) {
        Resource.findHost(call);
        String user = call.visitor().name();
        String host = call.virtualHost();
        var message = new Message("", ALIVENESS_QUEUE, new byte[2], "test_message".getBytes(StandardCharsets.UTF_8));
        var declare = new ServiceRequest.DeclareQueue(ALIVENESS_QUEUE, false, false, FieldTable.EMPTY);
        return broker.perform(user, host, declare)
                .thenCompose(declared -> broker.perform(user, host, new ServiceRequest.Publish(message)))
                .thenCompose(published ->
                        broker.perform(user, host, new ServiceRequest.Get(ALIVENESS_QUEUE, 1, Afterwards.GONE)))
                .thenApply(MessageResource::alive);
    }

    private static HttpResponse alive(ServiceResult result) {
        String status = result.messages().isEmpty() ? "failed" : "ok";
        return Answers.json(
                result.messages().isEmpty() ? 503 : 200, Json.object().put("status", status));
    }
}
