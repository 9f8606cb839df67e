package warren.server.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A plain client of an HTTP API: it sends a path as it is written, and gives back what came. */
final class HttpCaller {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String host;
    private final int port;
    private final String credentials;

    HttpCaller(String host, int port, String user, String password) {
        this.host = host;
        this.port = port;
        this.credentials = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** The same client in another user's name. */
    HttpCaller as(String user, String password) {
        return new HttpCaller(host, port, user, password);
    }

    /** An answer; {@code location} and {@code body} are empty when there is none. */
    record Answer(int status, String location, String body) {
        JsonNode json() {
            try {
                return JSON.readTree(body);
            } catch (IOException malformed) {
                throw new AssertionError("no JSON: " + body, malformed);
            }
        }
    }

    Answer get(String path) {
        return send("GET", path, "");
    }

    /** {@code path} is what stands behind {@code /api/}. */
    Answer send(String method, String path, String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String head = method + " /api/" + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n"
                + "Authorization: Basic " + credentials + "\r\nContent-Type: application/json\r\n"
                + "Content-Length: " + bytes.length + "\r\n\r\n";
        try (Socket socket = new Socket(host, port)) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().write(bytes);
            return parse(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new AssertionError(method + " " + path, failure);
        }
    }

    private static Answer parse(String text) {
        String[] parts = text.split("\r\n\r\n", 2);
        String location = parts[0].lines()
                .filter(line -> line.regionMatches(true, 0, "location: ", 0, 10))
                .map(line -> line.substring(10))
                .findFirst()
                .orElse("");
        return new Answer(Integer.parseInt(parts[0].split(" ")[1]), location, parts[1]);
    }
}
