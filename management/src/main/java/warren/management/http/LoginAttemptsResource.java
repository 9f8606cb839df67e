package warren.management.http;

import static warren.management.http.Resource.list;

import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import warren.actors.broker.Operator;
import warren.management.broker.Broker;
import warren.management.json.AccessRows;

/** How many have tried to log in, and from where. */
final class LoginAttemptsResource implements Resource {
    private final Broker broker;
    private final String node;

    LoginAttemptsResource(Broker broker, String node) {
        this.broker = broker;
        this.node = node;
    }

    @Override
    public void addTo(Routes routes) {
        routes.at("auth/attempts/{node}", Guard.MONITOR)
                .get(call -> show(call, false))
                .delete(call -> clear(call, false));
        routes.at("auth/attempts/{node}/source", Guard.MONITOR)
                .get(call -> show(call, true))
                .delete(call -> clear(call, true));
    }

    private CompletionStage<HttpResponse> show(Call call, boolean bySource) {
        requireNode(call);
        return broker.loginAttempts(bySource).thenCompose(all -> list(call, all, AccessRows::loginAttempts));
    }

    private CompletionStage<HttpResponse> clear(Call call, boolean sourcesOnly) {
        requireNode(call);
        return broker.inNameOf(call.visitor().name())
                .<Done>request(replyTo -> new Operator.ClearLoginAttempts(sourcesOnly, replyTo))
                .thenApply(done -> Answers.done());
    }

    private void requireNode(Call call) {
        if (!call.name("node").equals(node)) {
            throw Refusal.notFound();
        }
    }
}
