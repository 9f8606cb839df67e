package warren.management.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.stream.Materializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import warren.actors.info.OperatorError;
import warren.management.broker.Broker;
import warren.management.http.Answers;
import warren.management.json.Json;

/**
 * The door for warrenctl: {@code POST /control/COMMAND} with the command's parameters as a JSON object, answered with {@code value} or
 * {@code error}. It listens on the loopback address only and opens to the secret of the control file.
 */
public final class ControlPort {
    private static final Logger LOG = LoggerFactory.getLogger(ControlPort.class);
    private static final String PREFIX = "/control/";
    private static final int BODY_MAX_BYTES = 64 << 20;
    private static final int BODY_TIMEOUT_MILLIS = 10_000;

    private final ControlCommands commands;
    private final byte[] authorization;
    private final Materializer materializer;

    public ControlPort(ControlCommands commands, String secret, Materializer materializer) {
        this.commands = commands;
        this.authorization = ("Bearer " + secret).getBytes(StandardCharsets.UTF_8);
        this.materializer = materializer;
    }

    public CompletionStage<HttpResponse> handle(HttpRequest request) {
        String path = request.getUri().path();
        if (!isAuthorized(request)) {
            request.discardEntityBytes(materializer);
            return CompletableFuture.completedFuture(Answers.notAuthorized("Not_Authorized"));
        }
        if (!path.startsWith(PREFIX) || !request.method().equals(HttpMethods.POST)) {
            request.discardEntityBytes(materializer);
            return CompletableFuture.completedFuture(Answers.notFound());
        }
        return request.entity()
                .toStrict(BODY_TIMEOUT_MILLIS, BODY_MAX_BYTES, materializer)
                .thenCompose(body ->
                        run(path.substring(PREFIX.length()), body.getData().toArray()))
                .handle((value, failure) -> failure == null
                        ? Answers.ok(Json.object().set("value", value))
                        : Answers.ok(Json.object().set("error", error(path, Broker.cause(failure)))));
    }

    /** Compares in constant time, so that the time of an answer tells nothing of the secret. */
    private boolean isAuthorized(HttpRequest request) {
        return request.getHeader("Authorization")
                .map(header -> header.value().getBytes(StandardCharsets.UTF_8))
                .filter(given -> MessageDigest.isEqual(given, authorization))
                .isPresent();
    }

    private CompletionStage<JsonNode> run(String command, byte[] body) {
        try {
            return commands.run(command, body.length == 0 ? Json.object() : Json.read(body));
        } catch (IOException malformed) {
            return CompletableFuture.failedFuture(
                    new OperatorError(OperatorError.Reason.INVALID, "malformed request: " + malformed.getMessage()));
        } catch (OperatorError refused) {
            return CompletableFuture.failedFuture(refused);
        }
    }

    private static ObjectNode error(String path, Throwable failure) {
        if (failure instanceof OperatorError refused) {
            String reason = reason(refused);
            return Json.object().put("reason", reason).put("text", String.valueOf(refused.getMessage()));
        }
        LOG.error("Control request {} failed", path, failure);
        String reason = failure instanceof TimeoutException ? "timeout" : "failed";
        return Json.object().put("reason", reason).put("text", String.valueOf(failure.getMessage()));
    }

    /** The kind of refusal. Virtual hosts refuse in AMQP's words, which tell more than their kind. */
    private static String reason(OperatorError refused) {
        String text = String.valueOf(refused.getMessage());
        if (refused.reason() != OperatorError.Reason.REFUSED) {
            return refused.reason().name().toLowerCase(Locale.ROOT);
        }
        if (text.endsWith(" in use")) {
            return "in_use";
        }
        return text.endsWith(" not empty") ? "not_empty" : "refused";
    }
}
