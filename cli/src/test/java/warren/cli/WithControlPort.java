package warren.cli;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The whole program before a control port that gives fixed answers. */
abstract class WithControlPort {
    /** By command; what is not here is true. */
    final Map<String, String> answers = new HashMap<>();
    /** Command and body of each, in order. */
    final List<String> requests = new ArrayList<>();

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir
    Path directory;

    private HttpServer broker;
    /** What stands on standard input. */
    String input = "";

    @BeforeEach
    void startBroker() throws IOException {
        broker = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        broker.createContext("/control/", exchange -> {
            String command = exchange.getRequestURI().getPath().substring("/control/".length());
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(command + " " + body);
            byte[] answer = answers.getOrDefault(command, "{\"value\":true}").getBytes(StandardCharsets.UTF_8);
            boolean known = "Bearer geheim".equals(exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.sendResponseHeaders(known ? 200 : 401, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        broker.start();
        writeControlFile("geheim");
        answers.put("state", "{\"value\":{\"running\":true,\"node\":\"rabbit@here\"}}");
    }

    void writeControlFile(String secret) throws IOException {
        Files.writeString(
                directory.resolve("control.json"),
                "{\"node\":\"rabbit@here\",\"host\":\"127.0.0.1\",\"port\":%d,\"secret\":\"%s\",\"pid\":%d}"
                        .formatted(
                                broker.getAddress().getPort(),
                                secret,
                                ProcessHandle.current().pid()));
    }

    @AfterEach
    void stopBroker() {
        broker.stop(0);
    }

    /** The exit code. */
    int run(String... words) {
        out.reset();
        err.reset();
        var console = new Console(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8));
        return new WarrenCtl(console, Map.of("WARREN_DATA_DIR", directory.toString())).run(List.of(words));
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
