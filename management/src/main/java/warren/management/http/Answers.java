package warren.management.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import warren.management.json.Json;

/** HTTP answers in JSON, the bad ones in RabbitMQ's form. */
public final class Answers {
    private static final int DELETE = 0x7f;

    private Answers() {}

    /** 200 with this value. */
    public static HttpResponse ok(JsonNode value) {
        return json(StatusCodes.OK.intValue(), value);
    }

    static HttpResponse created() {
        return HttpResponse.create().withStatus(StatusCodes.CREATED);
    }

    static HttpResponse done() {
        return HttpResponse.create().withStatus(StatusCodes.NO_CONTENT);
    }

    /** 303: what a browser shows when a form has been dealt with. */
    static HttpResponse seeOther(String place) {
        return HttpResponse.create()
                .withStatus(StatusCodes.SEE_OTHER)
                .addHeader(RawHeader.create("Location", ascii(place)));
    }

    /** What a header cannot hold, and what would begin another one, as browsers write it in an address. */
    private static String ascii(String place) {
        var text = new StringBuilder();
        for (byte each : place.getBytes(StandardCharsets.UTF_8)) {
            if (each > ' ' && each < DELETE) {
                text.append((char) each);
            } else {
                text.append(String.format("%%%02X", each));
            }
        }
        return text.toString();
    }

    /** What PUT answers with. */
    static HttpResponse put(boolean isNew) {
        return isNew ? created() : done();
    }

    static HttpResponse badRequest(String reason) {
        return error(StatusCodes.BAD_REQUEST.intValue(), "bad_request", TextNode.valueOf(reason));
    }

    /** 401 for somebody who did not log in; with an empty reason it has no body. */
    public static HttpResponse notAuthorized(String reason) {
        HttpResponse answer = reason.isEmpty()
                ? HttpResponse.create().withStatus(StatusCodes.UNAUTHORIZED)
                : error(StatusCodes.UNAUTHORIZED.intValue(), "not_authorized", TextNode.valueOf(reason));
        return answer.addHeader(RawHeader.create("WWW-Authenticate", "Basic realm=\"RabbitMQ Management\""));
    }

    /** 404. */
    public static HttpResponse notFound() {
        return json(StatusCodes.NOT_FOUND.intValue(), Refusal.notFound().body());
    }

    static HttpResponse methodNotAllowed(String allowed) {
        return HttpResponse.create()
                .withStatus(StatusCodes.METHOD_NOT_ALLOWED)
                .addHeader(RawHeader.create("Allow", allowed));
    }

    static HttpResponse failed(String reason) {
        return error(StatusCodes.INTERNAL_SERVER_ERROR.intValue(), "Internal Server Error", TextNode.valueOf(reason));
    }

    static HttpResponse error(int status, String error, JsonNode reason) {
        ObjectNode body = Json.object().put("error", error);
        return json(status, body.set("reason", reason));
    }

    static HttpResponse json(int status, JsonNode value) {
        HttpResponse answer = HttpResponse.create().withStatus(status);
        return value.isMissingNode()
                ? answer
                : answer.withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, Json.bytes(value)));
    }
}
