package warren.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Starts {@code bin/warren} so that it goes on when this program and its terminal are gone. */
final class BackgroundBroker {
    private static final int POLL_MILLIS = 50;

    private BackgroundBroker() {}

    static Outcome start(Node node) throws Refusal, Unreachable {
        if (isThere(node)) {
            node.client().call("start_app", Json.object());
            return new Outcome.Done();
        }
        Path program = Path.of(System.getProperty("warren.home", "."), "bin", "warren");
        if (!Files.isExecutable(program)) {
            return Outcome.failure(ExitCode.UNAVAILABLE, "there is no " + program + " to start");
        }
        Path output = node.dataDirectory().resolve("log").resolve("start.log");
        try {
            Files.createDirectories(output.toAbsolutePath().getParent());
            Process broker = new ProcessBuilder(words(program, node.dataDirectory()))
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(output.toFile())
                    .redirectErrorStream(true)
                    .start();
            return await(node, broker, output);
        } catch (IOException failed) {
            return Outcome.failure(ExitCode.UNAVAILABLE, "cannot start " + program + ": " + failed.getMessage());
        }
    }

    private static boolean isThere(Node node) throws Unreachable {
        try {
            return node.client().control().processIsAlive();
        } catch (Unreachable absent) {
            return false;
        }
    }

    /** In a session of its own, where the system has the program for that: the terminal's end does not reach it. */
    private static List<String> words(Path program, Path dataDirectory) {
        List<String> words = new ArrayList<>();
        String path = System.getenv().getOrDefault("PATH", "");
        if (Arrays.stream(path.split(File.pathSeparator, -1))
                .anyMatch(each -> Files.isExecutable(Path.of(each, "setsid")))) {
            words.add("setsid");
        }
        words.add(program.toString());
        words.add("--data-dir");
        words.add(dataDirectory.toAbsolutePath().toString());
        return words;
    }

    /** The first run builds, so there is no limit as long as the process lives. */
    private static Outcome await(Node node, Process broker, Path output) throws IOException, Refusal {
        while (broker.isAlive()) {
            try {
                if (node.isRunning()) {
                    return new Outcome.Done();
                }
            } catch (Unreachable notYet) {
                pause();
            }
        }
        String said = Files.readString(output).strip();
        return Outcome.failure(ExitCode.UNAVAILABLE, said.isEmpty() ? "the broker ended at once" : said);
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
