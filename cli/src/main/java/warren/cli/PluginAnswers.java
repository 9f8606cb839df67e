package warren.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/**
 * Who answers about plug-ins: the broker, or when none runs a program that reads and writes the same file by the same rules. Their answers
 * are the same.
 */
final class PluginAnswers {
    private static final String PROGRAM = "warren.server.PluginTool";

    @Option(
            names = "--offline",
            negatable = true,
            description = "change the file only: for the next start of the broker")
    private boolean offline;

    @Option(names = "--online", negatable = true, description = "fail when no broker runs")
    private boolean online;

    /** {@code isOnline}: a broker has answered. */
    record Answer(JsonNode value, boolean isOnline) {}

    void check() throws Problem {
        if (offline && online) {
            throw Problem.badArgument("Cannot set both online and offline");
        }
    }

    boolean isOffline() {
        return offline;
    }

    Answer ask(Node node, String command, ObjectNode parameters) throws Refusal, Unreachable {
        if (!offline) {
            try {
                return new Answer(node.client().call(command, parameters), true);
            } catch (Unreachable notThere) {
                if (online || notThere.isTimeout() || isAlive(node)) {
                    throw notThere;
                }
            }
        }
        return new Answer(withoutBroker(node.dataDirectory(), command, parameters), false);
    }

    /** True when there is a broker, though not the one that was asked for, or one that does not answer. */
    private static boolean isAlive(Node node) {
        try {
            return ControlFile.in(node.dataDirectory()).processIsAlive();
        } catch (Unreachable absent) {
            return false;
        }
    }

    private static JsonNode withoutBroker(Path dataDirectory, String command, ObjectNode parameters)
            throws Refusal, Unreachable {
        ProcessBuilder program = ServerProgram.of(
                PROGRAM, dataDirectory.toAbsolutePath().normalize().toString(), command, Json.text(parameters));
        try {
            Process running =
                    program.redirectError(ProcessBuilder.Redirect.INHERIT).start();
            running.getOutputStream().close();
            byte[] said = running.getInputStream().readAllBytes();
            running.waitFor();
            JsonNode answer = Json.read(said);
            JsonNode error = answer.path("error");
            if (error.isObject()) {
                throw new Refusal(
                        error.path("reason").asText(), error.path("text").asText());
            }
            if (!answer.has("value")) {
                throw new Unreachable("no answer from " + PROGRAM + ": " + new String(said, StandardCharsets.UTF_8));
            }
            return answer.path("value");
        } catch (IOException failed) {
            throw new Unreachable("cannot run " + PROGRAM + ": " + failed.getMessage());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new Unreachable("interrupted");
        }
    }

    /** The texts in a list. */
    static List<String> texts(JsonNode array) {
        List<String> texts = new java.util.ArrayList<>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }
}
