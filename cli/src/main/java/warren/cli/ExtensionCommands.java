package warren.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** What an operator does with exchange types that are not the broker's own. */
@Command(header = "Extensions", addMethodSubcommands = false)
final class ExtensionCommands extends Family {
    @Command(
            name = "list_exchange_types",
            customSynopsis = "list_exchange_types [--no-table-headers] [--timeout <timeout>]",
            description = "Lists the exchange types that can be declared, and where they come from")
    Outcome listExchangeTypes(@Mixin Table table) throws Problem, Refusal, Unreachable {
        whenRunning("Listing exchange types ...");
        return table.rows(ask("list_exchange_types", Json.object()));
    }

    @Command(
            name = "load_extension",
            customSynopsis = "load_extension <jar>",
            description =
                    "Loads the exchange types in a jar, or in a folder of jars that belong together, until the next"
                            + " start; a type that is loaded already is replaced")
    Outcome loadExtension(
            @Parameters(paramLabel = "<jar>", description = "a jar or a folder, on the broker's machine") Path file)
            throws Problem, Refusal, Unreachable {
        Path whole = file.toAbsolutePath().normalize();
        whenRunning("Loading " + whole + " ...");
        JsonNode types = ask("load_extension", Json.object().put("file", whole.toString()));
        var text = new StringBuilder();
        for (JsonNode type : types) {
            text.append(text.isEmpty() ? "" : "\n").append(type.path("name").asText());
        }
        return new Outcome.Text(text.toString());
    }

    @Command(
            name = "unload_extension",
            customSynopsis = "unload_extension <type>",
            description =
                    "Takes an exchange type away until the next start; its exchanges stay and refuse messages until it"
                            + " is loaded again")
    Outcome unloadExtension(@Parameters(paramLabel = "<type>", description = "such as x-my-router") String type)
            throws Problem, Refusal, Unreachable {
        whenRunning("Unloading exchange type " + type + " ...");
        ask("unload_extension", Json.object().put("type", type));
        return new Outcome.Done();
    }
}
