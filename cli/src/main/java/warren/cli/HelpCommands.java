package warren.cli;

import java.util.Optional;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the program says of itself. */
@Command(header = "Help", addMethodSubcommands = false)
final class HelpCommands extends Family {
    @Command(
            name = "autocomplete",
            customSynopsis = "autocomplete",
            description = "Prints a script that teaches bash to complete commands and options: source it")
    Outcome autocomplete() throws Problem {
        announce();
        return new Outcome.Text(AutoComplete.bash(Program.name(), Commands.program()));
    }

    @Command(
            name = "help",
            customSynopsis = "help (<command> | [--list-commands])",
            description = "Displays usage information for a command")
    Outcome help(
            @Parameters(arity = "0..1", paramLabel = "<command>") Optional<String> name,
            @Option(
                            names = "--list-commands",
                            negatable = true,
                            description = "only output a list of discovered commands")
                    boolean onlyList)
            throws Problem {
        announce();
        if (name.isEmpty()) {
            return new Outcome.Text(onlyList ? HelpText.list() : HelpText.ofProgram());
        }
        return Commands.named(name.get())
                .<Outcome>map(command -> new Outcome.Text(HelpText.of(command.getCommandSpec())))
                .orElseGet(() -> Outcome.failure(ExitCode.USAGE, HelpText.notFound(name.get(), "")));
    }

    @Command(name = "version", customSynopsis = "version", description = "Displays CLI tools version")
    Outcome version() throws Problem {
        announce();
        String version = Optional.ofNullable(HelpCommands.class.getPackage().getImplementationVersion())
                .orElse("unknown");
        if (!isJson()) {
            return new Outcome.Text(version);
        }
        var json = Json.object().put("node", node().name()).put("result", "ok");
        json.putObject("value").put("version", version);
        return new Outcome.Document(json);
    }
}
