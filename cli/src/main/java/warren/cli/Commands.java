package warren.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import warren.cli.Command.Needs;
import warren.cli.Help.Section;

/** All commands by name, {@code help} and {@code version} among them. */
final class Commands {
    /** As like as a name must be to be suggested. */
    private static final double LIKENESS = 0.77;

    private final Map<String, Command> byName = new TreeMap<>();

    Commands() {
        List<Command> all = new ArrayList<>();
        all.addAll(ListCommands.all());
        all.addAll(UserCommands.all());
        all.addAll(AccessCommands.all());
        all.addAll(PolicyCommands.all());
        all.addAll(QueueCommands.all());
        all.addAll(NodeCommands.all());
        all.add(StatusCommand.command());
        all.add(help());
        all.add(version());
        all.forEach(command -> byName.put(command.name(), command));
    }

    Optional<Command> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    List<Command> all() {
        return List.copyOf(byName.values());
    }

    /** A command that someone who typed this may have meant. */
    Optional<String> suggestion(String typed) {
        return byName.keySet().stream()
                .max(Comparator.comparingDouble(name -> Likeness.of(name, typed)))
                .filter(name -> Likeness.of(name, typed) >= LIKENESS);
    }

    private Command help() {
        Help help = new Help(
                        "help",
                        Section.HELP,
                        "help (<command> | [--list-commands])",
                        "Displays usage information for a command")
                .topic("--list-commands", "only output a list of discovered commands");
        return Command.of(help, Command.arguments(0, 1), Command.NO_BANNER, this::explain)
                .needs(Needs.NOTHING)
                .with(Switch.flag("list-commands", ' '));
    }

    private Outcome explain(Call call) {
        if (call.arguments().isEmpty()) {
            return new Outcome.Text(
                    call.options().has("list-commands") ? HelpText.list(all()) : HelpText.ofProgram(all()));
        }
        String name = call.argument(0);
        Optional<Command> command = named(name);
        if (command.isPresent()) {
            return new Outcome.Text(HelpText.of(command.get()));
        }
        String missing = "\nCommand '" + name + "' not found.";
        return Outcome.failure(
                ExitCode.USAGE,
                suggestion(name)
                        .map(meant -> missing + " \nDid you mean '" + meant + "'? \n")
                        .orElse(missing));
    }

    private static Command version() {
        Help help = new Help("version", Section.HELP, "version", "Displays CLI tools version");
        return Command.of(help, Command.arguments(0, 0), Command.NO_BANNER, Commands::tellVersion)
                .needs(Needs.NOTHING);
    }

    private static Outcome tellVersion(Call call) {
        String version = Optional.ofNullable(Commands.class.getPackage().getImplementationVersion())
                .orElse("unknown");
        if (!call.options().isJson()) {
            return new Outcome.Text(version);
        }
        var json = Json.object().put("node", call.node().name()).put("result", "ok");
        json.putObject("value").put("version", version);
        return new Outcome.Document(json);
    }
}
