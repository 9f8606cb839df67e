package warren.management.http;

import warren.management.json.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.StatusCodes;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** HTTP answers in JSON, the bad ones in RabbitMQ's form. */
public final class Answers {
    private Answers() {}

    public static HttpResponse ok(JsonNode value) {
        return json(StatusCodes.OK.intValue(), value);
    }

    public static HttpResponse badRequest(String reason) {
        return error(StatusCodes.BAD_REQUEST.intValue(), "bad_request", reason);
    }

    public static HttpResponse notAuthorized(String reason) {
        return error(StatusCodes.UNAUTHORIZED.intValue(), "not_authorized", reason)
                .addHeader(RawHeader.create("WWW-Authenticate", "Basic realm=\"RabbitMQ Management\""));
    }

    public static HttpResponse notFound() {
        return error(StatusCodes.NOT_FOUND.intValue(), "Object Not Found", "Not Found");
    }

    public static HttpResponse methodNotAllowed() {
        return error(StatusCodes.METHOD_NOT_ALLOWED.intValue(), "Method Not Allowed", "\"Method Not Allowed\"\n");
    }

    public static HttpResponse failed(String reason) {
        return error(StatusCodes.INTERNAL_SERVER_ERROR.intValue(), "Internal Server Error", reason);
    }

    private static HttpResponse error(int status, String error, String reason) {
        ObjectNode body = Json.object().put("error", error).put("reason", reason);
        return json(status, body);
    }

    public static HttpResponse json(int status, JsonNode value) {
        return HttpResponse.create()
                .withStatus(status)
                .withEntity(HttpEntities.create(ContentTypes.APPLICATION_JSON, Json.bytes(value)));
    }
}
