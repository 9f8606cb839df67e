package warren.management.http;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import warren.management.broker.Broker;
import warren.management.json.InsightRows;
import warren.management.json.Json;

/** What RabbitMQ does not show: why a queue does not move, who holds what, and how far queues have recovered. */
final class InsightResource implements Resource {
    private static final int COUNT_USUAL = 100;
    private static final int COUNT_MAX = 1_000;
    private static final int OFFSET_MAX = 100_000;

    private final Broker broker;

    InsightResource(Broker broker) {
        this.broker = broker;
    }

    @Override
    public void addTo(Routes routes) {
        routes.at("queues/{vhost}/{queue}/explain", Guard.HOST_IN_VIEW).get(this::explain);
        routes.at("queues/{vhost}/{queue}/unacked", Guard.HOST_IN_VIEW).get(this::unacked);
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

    /** A number of the query, which is refused when it is not one from 0 to {@code max}. */
    static int number(Call call, String key, int usual, int max) {
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
