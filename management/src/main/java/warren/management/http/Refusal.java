package warren.management.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import warren.management.json.Json;

/** Why a request is not carried out, as its answer says it. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int LINE_MAX = 79;

    private final int status;
    private final String error;
    private final transient JsonNode reason;

    private Refusal(int status, String error, JsonNode reason) {
        super(reason.toString(), null, false, false);
        this.status = status;
        this.error = error;
        this.reason = reason;
    }

    static Refusal badRequest(String reason) {
        return new Refusal(400, "bad_request", TextNode.valueOf(reason));
    }

    /** What RabbitMQ shows of an Erlang tuple: {@code ["not_integer","x"]}. */
    static Refusal badRequest(String kind, JsonNode value) {
        return new Refusal(400, "bad_request", Json.array().add(kind).add(value));
    }

    static Refusal badRequest(JsonNode reason) {
        return new Refusal(400, "bad_request", reason);
    }

    /** A 400 with another word for its kind. */
    static Refusal badRequestOf(String error, String reason) {
        return new Refusal(400, error, TextNode.valueOf(reason));
    }

    /** Keys without which there is nothing to do. */
    static Refusal keysMissing(Iterable<String> keys) {
        var text = new StringBuilder("[");
        keys.forEach(key -> text.append(text.length() == 1 ? "" : ",")
                .append("{key_missing,")
                .append(key)
                .append('}'));
        String line = text.append(']').toString();
        return badRequest(line.length() > LINE_MAX ? line.replace("},{", "},\n {") : line);
    }

    /** A status without a body. */
    static Refusal bare(int status) {
        return new Refusal(status, "", MissingNode.getInstance());
    }

    static Refusal notFound() {
        return new Refusal(404, "Object Not Found", TextNode.valueOf("Not Found"));
    }

    /** Something that the request names does not exist. */
    static Refusal notFound(String reason) {
        return new Refusal(404, "not_found", TextNode.valueOf(reason));
    }

    /** Logged in, but not allowed to. */
    static Refusal notAuthorised(String reason) {
        return new Refusal(401, "not_authorised", TextNode.valueOf(reason));
    }

    /** A check has failed. */
    static Refusal unavailable(JsonNode reason) {
        return new Refusal(503, "", reason);
    }

    int status() {
        return status;
    }

    /** The body of the answer; missing where it has none. */
    JsonNode body() {
        return error.isEmpty() ? reason : Json.object().put("error", error).set("reason", reason);
    }
}
