package warren.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;
import warren.actors.info.OperatorError;
import warren.management.json.Json;
import warren.management.plugins.PluginBook;
import warren.management.plugins.Plugins;

/**
 * The program behind {@code rabbitmq-plugins} when no broker runs: answers as the broker's control port would, and changes the file only.
 * Settings are found as a broker finds them that is started without options.
 */
public final class PluginTool {
    private PluginTool() {}

    /** The data directory, the command, and its parameters in JSON. Standard output gets the answer in JSON. */
    public static void main(String[] arguments) throws IOException {
        QuietUntilStarted.inOwnProgram();
        System.out.println(answer(arguments[0], arguments[1], Json.read(arguments[2])));
        System.out.flush();
    }

    private static JsonNode answer(String directory, String command, JsonNode parameters) {
        try {
            Path home = Path.of(System.getProperty("warren.home", "."));
            Settings settings = Settings.of(LaunchOptions.parse("--data-dir", directory), System.getenv(), home);
            var plugins = new Plugins(new PluginBook(PluginDefaults.of(settings, Main.version())), Map.of());
            return Json.object()
                    .set(
                            "value",
                            plugins.run(command, parameters)
                                    .toCompletableFuture()
                                    .join());
        } catch (StartException wrong) {
            return error("refused", wrong);
        } catch (CompletionException failed) {
            return failed.getCause() instanceof OperatorError refused
                    ? error(refused.reason().name().toLowerCase(Locale.ROOT), refused)
                    : error("failed", failed);
        }
    }

    private static JsonNode error(String reason, Exception failure) {
        return Json.object()
                .set("error", Json.object().put("reason", reason).put("text", String.valueOf(failure.getMessage())));
    }
}
