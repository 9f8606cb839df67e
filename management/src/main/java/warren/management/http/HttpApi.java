package warren.management.http;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;
import org.apache.pekko.stream.Materializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import warren.actors.info.OperatorError;
import warren.actors.service.ServiceRefusal;
import warren.management.broker.Broker;

/**
 * RabbitMQ's HTTP API: finds the path below {@code /api} in the table, lets the user in who may use it, and answers. Beside it stand the
 * files of the web page. Each change that was carried out leaves a line in the log.
 */
public final class HttpApi {
    private static final Logger LOG = LoggerFactory.getLogger("management");
    private static final long BODY_MAX_BYTES = 20_000_000;
    /** Of a form that anybody may send. */
    private static final long LOGIN_MAX_BYTES = 10_000;

    private static final long BODY_PATIENCE_MILLIS = 60_000;
    private static final int ERRORS = 400;
    /** The page holds no script and no style in its HTML, and asks nobody but this broker. */
    private static final String CONTENT_SECURITY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
                    + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /** Requests that change nothing, though they are not reads. */
    private static final Set<String> UNLOGGED = Set.of("/get", "/publish", "/login");

    private final ApiAccess access;
    private final Routes routes;
    private final PageFiles pageFiles;
    private final Materializer materializer;

    /** The API over these routes. */
    public HttpApi(ApiAccess access, Resources resources, PageFiles pageFiles, Materializer materializer) {
        this.access = access;
        this.routes = resources.routes();
        this.pageFiles = pageFiles;
        this.materializer = materializer;
    }

    /** The answer to a request. */
    public CompletionStage<HttpResponse> handle(HttpRequest request) {
        return answer(request).thenApply(HttpApi::secured);
    }

    private CompletionStage<HttpResponse> answer(HttpRequest request) {
        List<String> path = new ArrayList<>();
        request.getUri().pathSegments().forEach(path::add);
        if (!path.isEmpty() && path.get(path.size() - 1).isEmpty()) {
            path.remove(path.size() - 1);
        }
        String method = request.method().value();
        if (path.isEmpty() || !path.get(0).equals("api")) {
            return discarding(request, pageFiles.answer(request, path));
        }
        var match = routes.find(path.subList(1, path.size()));
        if (match.isEmpty()) {
            return discarding(request, Answers.notFound());
        }
        Routes.Route route = match.get().route();
        if (method.equals("OPTIONS")) {
            return discarding(request, HttpResponse.create().addHeader(RawHeader.create("Allow", route.allowed())));
        }
        var endpoint = route.endpoint(method);
        if (endpoint.isEmpty()) {
            return discarding(request, Answers.methodNotAllowed(route.allowed()));
        }
        if (!isRead(method) && Neighbourhood.isStranger(request)) {
            return discarding(request, Answers.error(403, "forbidden", TextNode.valueOf("cross-site request")));
        }
        return identified(request, route)
                .thenCompose(visitor -> {
                    route.guard(method).check(visitor, match.get().names());
                    return body(request, BODY_MAX_BYTES).thenCompose(bytes -> {
                        var call = new Call(
                                visitor,
                                match.get().names(),
                                query(request),
                                headers(request),
                                bytes.getData().toArray());
                        return endpoint.get().answer(call).thenApply(answer -> logged(request, visitor, answer));
                    });
                })
                .handle((answer, failure) -> {
                    if (failure != null) {
                        request.discardEntityBytes(materializer);
                        return refusal(Broker.cause(failure));
                    }
                    return answer;
                });
    }

    private static boolean isRead(String method) {
        return method.equals("GET") || method.equals("HEAD");
    }

    private CompletionStage<ApiAccess.Visitor> identified(HttpRequest request, Routes.Route route) {
        return route.credentials() == Credentials.Place.FORM
                ? body(request, LOGIN_MAX_BYTES)
                        .thenCompose(form -> access.visitor(request.withEntity(form), route.credentials()))
                : access.visitor(request, route.credentials());
    }

    private CompletionStage<HttpEntity.Strict> body(HttpRequest request, long maxBytes) {
        return request.entity().withSizeLimit(maxBytes).toStrict(BODY_PATIENCE_MILLIS, materializer);
    }

    private static Map<String, String> query(HttpRequest request) {
        Map<String, String> query = new HashMap<>();
        request.getUri().query().toList().forEach(pair -> query.putIfAbsent(pair.first(), pair.second()));
        return query;
    }

    private static Map<String, String> headers(HttpRequest request) {
        Map<String, String> headers = new HashMap<>();
        request.getHeaders().forEach(header -> headers.put(header.lowercaseName(), header.value()));
        // which Pekko keeps elsewhere
        headers.put("content-type", request.entity().getContentType().toString());
        return headers;
    }

    private static HttpResponse refusal(Throwable failure) {
        if (failure instanceof Refusal refusal) {
            return Answers.json(refusal.status(), refusal.body());
        }
        if (failure instanceof ServiceRefusal refused) {
            return refused.isNotFound()
                    ? Answers.error(404, "not_found", TextNode.valueOf(refused.getMessage()))
                    : refused.isAccessRefused()
                            ? Answers.error(401, "not_authorised", TextNode.valueOf("Access refused."))
                            : Answers.badRequest(String.valueOf(refused.getMessage()));
        }
        if (failure instanceof EntityStreamSizeException) {
            return Answers.error(
                    413, "payload_too_large", TextNode.valueOf("larger than " + BODY_MAX_BYTES + " bytes"));
        }
        if (!(failure instanceof OperatorError refused)) {
            LOG.error("HTTP API request failed", failure);
            return Answers.failed(String.valueOf(failure.getMessage()));
        }
        String text = String.valueOf(refused.getMessage());
        return switch (refused.reason()) {
            case NO_SUCH_USER, NO_SUCH_VIRTUAL_HOST, NOT_FOUND -> Answers.notFound();
            case REFUSED -> Answers.notAuthorized(text);
            default -> Answers.badRequest(text);
        };
    }

    private static HttpResponse logged(HttpRequest request, ApiAccess.Visitor visitor, HttpResponse answer) {
        String path = request.getUri().path();
        String method = request.method().value();
        boolean isChange = !isRead(method)
                && answer.status().intValue() < ERRORS
                && !(method.equals("POST") && UNLOGGED.stream().anyMatch(path::endsWith));
        if (isChange) {
            LOG.info("user '{}': {} {}", visitor.name(), method, path);
        }
        return answer;
    }

    private CompletionStage<HttpResponse> discarding(HttpRequest request, HttpResponse answer) {
        request.discardEntityBytes(materializer);
        return CompletableFuture.completedFuture(answer);
    }

    private static HttpResponse secured(HttpResponse answer) {
        return answer.addHeader(RawHeader.create("X-Content-Type-Options", "nosniff"))
                .addHeader(RawHeader.create("X-Frame-Options", "DENY"))
                .addHeader(RawHeader.create("Cache-Control", "no-cache"))
                .addHeader(RawHeader.create("Referrer-Policy", "no-referrer"))
                .addHeader(RawHeader.create("Content-Security-Policy", CONTENT_SECURITY));
    }
}
