package warren.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** All that is defined in the broker, in a file and from one. */
@Command(header = "Definitions", addMethodSubcommands = false)
final class DefinitionCommands extends Family {
    private static final String STANDARD = "-";

    @Command(
            name = "export_definitions",
            customSynopsis = "export_definitions <file_path | \"-\"> [--format <json>]",
            description = "Exports definitions in JSON",
            footer = "definitions")
    Outcome exportDefinitions(
            @Parameters(
                            paramLabel = "<file_path>",
                            description = "Local file path to export to. Pass a dash (-) for stdout.")
                    String file,
            @Option(names = "--format", paramLabel = "<json>", description = "output format to use: json")
                    Optional<String> format)
            throws Problem, Refusal, Unreachable {
        requireJson(format);
        Path path = Path.of(file).toAbsolutePath();
        Path directory = path.getParent();
        if (file.equals(STANDARD)) {
            whenRunning();
            return new Outcome.Document(ask("export_definitions", Json.object()));
        }
        if (directory == null || !Files.isDirectory(directory)) {
            throw Problem.badArgument("Directory " + directory + " does not exist");
        }
        whenRunning("Exporting definitions in JSON to a file at \"" + file + "\" ...");
        JsonNode definitions = ask("export_definitions", Json.object());
        try {
            Files.write(path, Json.bytes(definitions));
            return new Outcome.Done();
        } catch (IOException unwritable) {
            return Outcome.failure(ExitCode.UNAVAILABLE, "cannot write " + path + ": " + unwritable.getMessage());
        }
    }

    @Command(
            name = "import_definitions",
            customSynopsis = "import_definitions <file_path | \"-\"> [--format <json>]",
            description = "Imports definitions in JSON",
            footer = "definitions")
    Outcome importDefinitions(
            @Parameters(
                            arity = "0..1",
                            paramLabel = "<file_path>",
                            defaultValue = STANDARD,
                            description = "Local file path to import from. Pass a dash (-) for stdin.")
                    String file,
            @Option(names = "--format", paramLabel = "<json>", description = "input format to use: json")
                    Optional<String> format)
            throws Problem, Refusal, Unreachable {
        requireJson(format);
        boolean isStandard = file.equals(STANDARD);
        if (!isStandard && !Files.isRegularFile(Path.of(file))) {
            throw Problem.badArgument("File " + file + " does not exist");
        }
        whenRunning(
                isStandard
                        ? "Importing definitions in JSON from standard input ..."
                        : "Importing definitions in JSON from a file at \"" + file + "\" ...");
        ObjectNode request = Json.object();
        try {
            byte[] bytes = isStandard ? console().in().readAllBytes() : Files.readAllBytes(Path.of(file));
            request.put("definitions", new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            return Outcome.failure(ExitCode.BAD_DATA, "cannot read " + file + ": " + unreadable.getMessage());
        }
        try {
            ask("import_definitions", request);
            return isTerse() ? new Outcome.Done() : new Outcome.Text("Successfully imported the definitions.");
        } catch (Refusal refusal) {
            return refusal.text().startsWith("Failed to deserialise")
                    ? Outcome.failure(ExitCode.BAD_DATA, refusal.text())
                    : Outcome.failure(refusal);
        }
    }

    private static void requireJson(Optional<String> format) throws Problem {
        if (format.isPresent() && !format.get().toLowerCase(Locale.ROOT).equals("json")) {
            throw Problem.badArgument("Formatter should be json");
        }
    }
}
