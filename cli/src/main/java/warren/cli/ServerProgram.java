package warren.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program that knows the broker's files, which this one does not: how it is started. */
final class ServerProgram {
    private ServerProgram() {}

    static ProcessBuilder of(String mainClass, String... arguments) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = Path.of(System.getProperty("warren.lib", "lib"), "*").toString();
        List<String> words = new ArrayList<>(List.of(
                java,
                "-XX:-UsePerfData",
                "-Xlog:disable",
                "-Xlog:all=error:stderr",
                "-Dwarren.program=" + Program.name(),
                "-Dwarren.home=" + System.getProperty("warren.home", "."),
                "-cp",
                classes,
                mainClass));
        words.addAll(List.of(arguments));
        return new ProcessBuilder(words);
    }
}
