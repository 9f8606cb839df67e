package warren.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The texts of {@code help}, taken from the commands' annotations and laid out as rabbitmqctl's, which picocli's own help cannot. */
final class HelpText {
    /** The description of an argument that is one of its completion candidates. */
    static final String CANDIDATES = "must be one of ...";

    private static final String GENERAL_OPTIONS = """
            The following options are accepted by most or all commands.

            short            | long          | description
            -----------------|---------------|--------------------------------
            -?               | --help        | displays command help
            -n <node>        | --node <node> | connect to node <node>
                             | --data-dir    | data directory of the broker, where its control file is
            -l               | --longnames   | use long host names
            -t               | --timeout <n> | for commands that support it, operation timeout in seconds
            -q               | --quiet       | suppress informational messages
            -s               | --silent      | suppress informational messages
                                             | and table header row
            -p               | --vhost       | for commands that are scoped to a virtual host,
                             |               | virtual host to use
                             | --formatter   | alternative result formatter to use
                                             | if supported: json, pretty_table, table, csv
                                               not all commands support all (or any) alternative formatters.""";

    private HelpText() {}

    static String bright(String text) {
        return "\u001b[1m" + text + "\u001b[0m";
    }

    /** The usage of the program, with all commands. */
    static String ofProgram() {
        return "\n" + bright("Usage") + "\n\n" + Program.name()
                + " [--node <node>] [--timeout <timeout>] [--longnames] [--quiet] <command> [<command options>]"
                + "\n\nAvailable commands:\n" + list() + "Use '" + Program.name()
                + " help <command>' to learn more about a specific command";
    }

    /** The commands under their headings, those of this program only. */
    static String list() {
        String program = Program.name();
        int width = Commands.FAMILIES.stream()
                .flatMap(family -> Scope.of(family, program))
                .mapToInt(command -> command.name().length())
                .max()
                .orElse(0);
        var text = new StringBuilder();
        for (Class<? extends Family> family : Commands.FAMILIES) {
            List<Command> commands = Scope.of(family, program).toList();
            if (commands.isEmpty()) {
                continue;
            }
            String heading = family.getAnnotation(Command.class).header()[0];
            text.append("\n").append(bright(heading)).append(":\n\n");
            commands.forEach(command -> {
                String padding = " ".repeat(width - command.name().length());
                text.append("   ").append(command.name()).append(padding).append("  ");
                text.append(command.description()[0]).append("\n");
            });
        }
        return text.append("\n").toString();
    }

    /** There is no such command: another that may have been meant, else what is given instead. */
    static String notFound(String name, String otherwise) {
        return "\nCommand '" + name + "' not found."
                + Commands.suggestion(name)
                        .map(meant -> " \nDid you mean '" + meant + "'? \n")
                        .orElse(otherwise);
    }

    /** The usage line of a command. */
    static String usage(CommandSpec command) {
        return "\n" + bright("Usage") + "\n\n" + Program.name() + " [--node <node>] [--longnames] [--quiet] "
                + command.usageMessage().customSynopsis()[0];
    }

    /** All there is to say about a command. */
    static String of(CommandSpec command) {
        List<String> parts = new ArrayList<>();
        parts.add(usage(command));
        parts.add(command.usageMessage().description()[0] + ".\n");
        String topics = topics(command);
        if (!topics.isEmpty()) {
            parts.add(bright("Arguments and Options") + "\n" + topics);
        }
        String[] guides = command.usageMessage().footer();
        if (guides.length > 0) {
            var text = new StringBuilder(bright("Relevant Doc Guides")).append("\n");
            for (String guide : guides) {
                text.append("\n * https://rabbitmq.com/").append(guide).append(".html\n");
            }
            parts.add(text.toString());
        }
        parts.add(bright("General Options") + "\n\n" + GENERAL_OPTIONS);
        return String.join("\n\n", parts) + "\n";
    }

    /** The command's arguments, then its own options, as far as there is something to say about them. */
    private static String topics(CommandSpec command) {
        var text = new StringBuilder();
        for (ArgSpec argument : command.positionalParameters()) {
            text.append(topic(argument.paramLabel(), argument));
        }
        for (OptionSpec option : command.options()) {
            String value = option.arity().max() == 0 ? "" : " " + option.paramLabel();
            text.append(topic(option.longestName() + value, option));
        }
        return text.toString();
    }

    private static String topic(String name, ArgSpec argument) {
        if (argument.description().length == 0) {
            return "";
        }
        String meaning = String.join("\n", argument.description());
        if (meaning.equals(CANDIDATES)) {
            Set<String> sorted = new TreeSet<>();
            argument.completionCandidates().forEach(sorted::add);
            meaning = "must be one of " + String.join(", ", sorted);
        }
        return "\n" + name + "\n\t" + meaning + "\n";
    }
}
