package warren.management.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import warren.management.rates.Rates;

/** Has rates begin anew. */
final class ResetResource implements Resource {
    private final Rates rates;
    private final String node;

    ResetResource(Rates rates, String node) {
        this.rates = rates;
        this.node = node;
    }

    @Override
    public void addTo(Routes routes) {
        routes.at("reset", Guard.ADMINISTRATOR).delete(call -> reset());
        routes.at("reset/{node}", Guard.ADMINISTRATOR).delete(call -> {
            if (!call.name("node").equals(node)) {
                throw Refusal.notFound();
            }
            return reset();
        });
    }

    private CompletionStage<HttpResponse> reset() {
        rates.forget();
        return CompletableFuture.completedFuture(Answers.done());
    }
}
