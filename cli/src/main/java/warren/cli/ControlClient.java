package warren.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;

/** One broker's control port: a command's name and arguments out, its value or a refusal back. */
final class ControlClient {
    private static final int CONNECT_TIMEOUT_MILLIS = 5_000;
    private static final int HTTP_UNAUTHORIZED = 401;

    private final ControlFile control;
    private final Duration timeout;

    ControlClient(ControlFile control, Duration timeout) {
        this.control = control;
        this.timeout = timeout;
    }

    ControlFile control() {
        return control;
    }

    JsonNode call(String command, ObjectNode arguments) throws Refusal, Unreachable {
        try {
            JsonNode answer = send(command, arguments);
            JsonNode error = answer.path("error");
            if (error.isObject()) {
                throw new Refusal(
                        error.path("reason").asText(), error.path("text").asText());
            }
            return answer.path("value");
        } catch (SocketTimeoutException late) {
            throw Unreachable.timedOut("no answer within " + timeout.toSeconds() + " s");
        } catch (IOException broken) {
            throw new Unreachable("connection to the control port " + control.host() + ":" + control.port()
                    + " failed: " + broken.getMessage());
        }
    }

    private JsonNode send(String command, ObjectNode arguments) throws IOException, Unreachable {
        URI address = URI.create("http://" + control.host() + ":" + control.port() + "/control/" + command);
        var connection = (HttpURLConnection) address.toURL().openConnection();
        connection.setConnectTimeout(CONNECT_TIMEOUT_MILLIS);
        connection.setReadTimeout((int) Math.min(Integer.MAX_VALUE, timeout.toMillis()));
        connection.setRequestMethod("POST");
        connection.setRequestProperty("Authorization", "Bearer " + control.secret());
        connection.setRequestProperty("Content-Type", "application/json");
        connection.setDoOutput(true);
        try (OutputStream out = connection.getOutputStream()) {
            out.write(Json.bytes(arguments));
        }
        int status = connection.getResponseCode();
        if (status == HTTP_UNAUTHORIZED) {
            throw new Unreachable("the broker does not accept the secret in the control file");
        }
        try (InputStream in = status < HttpURLConnection.HTTP_BAD_REQUEST
                ? connection.getInputStream()
                : connection.getErrorStream()) {
            return Json.read(in.readAllBytes());
        }
    }
}
