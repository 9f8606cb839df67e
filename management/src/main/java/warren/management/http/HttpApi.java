package warren.management.http;

import warren.management.broker.Broker;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.Materializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import warren.actors.info.OperatorError;

/** RabbitMQ's HTTP API, so far for reading: the paths below {@code /api}, and a page at {@code /} that says what this is. */
public final class HttpApi {
    private static final Logger LOG = LoggerFactory.getLogger(HttpApi.class);

    private final ApiAccess access;
    private final ApiResources resources;
    private final HomePage homePage;
    private final Materializer materializer;

    public HttpApi(ApiAccess access, ApiResources resources, HomePage homePage, Materializer materializer) {
        this.access = access;
        this.resources = resources;
        this.homePage = homePage;
        this.materializer = materializer;
    }

    public CompletionStage<HttpResponse> handle(HttpRequest request) {
        request.discardEntityBytes(materializer);
        List<String> path = new ArrayList<>();
        request.getUri().pathSegments().forEach(path::add);
        path.removeIf(String::isEmpty);
        boolean reads =
                request.method().equals(HttpMethods.GET) || request.method().equals(HttpMethods.HEAD);
        if (path.isEmpty() && reads) {
            return done(homePage.answer());
        }
        if (path.isEmpty() || !path.get(0).equals("api")) {
            return done(Answers.notFound());
        }
        return access.visitor(request)
                .handle((visitor, refused) -> refused == null
                        ? answer(reads, path.subList(1, path.size()), visitor)
                        : done(refusal(Broker.cause(refused))))
                .thenCompose(Function.identity());
    }

    private CompletionStage<HttpResponse> answer(boolean reads, List<String> path, ApiAccess.Visitor visitor) {
        Optional<CompletionStage<Optional<JsonNode>>> found = resources.find(path, visitor);
        if (found.isEmpty()) {
            return done(Answers.notFound());
        }
        if (!reads) {
            return done(Answers.methodNotAllowed());
        }
        return found.get().handle((value, failure) -> {
            if (failure != null) {
                return refusal(Broker.cause(failure));
            }
            return value.map(Answers::ok).orElseGet(Answers::notFound);
        });
    }

    private static HttpResponse refusal(Throwable failure) {
        if (!(failure instanceof OperatorError refused)) {
            LOG.error("HTTP API request failed", failure);
            return Answers.failed(String.valueOf(failure.getMessage()));
        }
        String text = String.valueOf(refused.getMessage());
        return switch (refused.reason()) {
            case NO_SUCH_USER, NO_SUCH_VIRTUAL_HOST, NOT_FOUND -> Answers.notFound();
            case INVALID -> Answers.notAuthorized("Not_Authorized");
            case REFUSED -> Answers.notAuthorized(text);
            default -> Answers.badRequest(text);
        };
    }

    private static CompletionStage<HttpResponse> done(HttpResponse response) {
        return CompletableFuture.completedFuture(response);
    }
}
