package warren.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import warren.cli.Help.Section;

/** The texts of {@code help}, laid out as rabbitmqctl's. */
final class HelpText {
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
    static String ofProgram(List<Command> commands) {
        return "\n" + bright("Usage") + "\n\n" + Program.name()
                + " [--node <node>] [--timeout <timeout>] [--longnames] [--quiet] <command> [<command options>]"
                + "\n\nAvailable commands:\n" + list(commands) + "Use '" + Program.name()
                + " help <command>' to learn more about a specific command";
    }

    /** The commands under their headings. */
    static String list(List<Command> commands) {
        int width = commands.stream()
                .mapToInt(command -> command.name().length())
                .max()
                .orElse(0);
        var text = new StringBuilder();
        for (Section section : Section.values()) {
            List<Command> own = commands.stream()
                    .filter(command -> command.help().section() == section)
                    .sorted(Comparator.comparing(Command::name))
                    .toList();
            text.append("\n").append(bright(section.title())).append(":\n\n");
            for (Command command : own) {
                String padding = " ".repeat(width - command.name().length());
                text.append("   ").append(command.name()).append(padding).append("  ");
                text.append(command.help().description()).append("\n");
            }
        }
        return text.append("\n").toString();
    }

    /** The usage line of a command. */
    static String usage(Command command) {
        return "\n" + bright("Usage") + "\n\n" + Program.name() + " [--node <node>] [--longnames] [--quiet] "
                + command.help().usage() + (command.takesTimeout() ? " [--timeout <timeout>]" : "");
    }

    /** All there is to say about a command. */
    static String of(Command command) {
        Help help = command.help();
        List<String> parts = new ArrayList<>();
        parts.add(usage(command));
        parts.add(help.description() + ".\n");
        if (!help.topics().isEmpty()) {
            var topics = new StringBuilder(bright("Arguments and Options")).append("\n");
            help.topics()
                    .forEach(topic -> topics.append("\n")
                            .append(topic.name())
                            .append("\n\t")
                            .append(topic.meaning())
                            .append("\n"));
            parts.add(topics.toString());
        }
        if (!help.guides().isEmpty()) {
            var guides = new StringBuilder(bright("Relevant Doc Guides")).append("\n");
            help.guides()
                    .forEach(guide -> guides.append("\n * https://rabbitmq.com/")
                            .append(guide)
                            .append(".html\n"));
            parts.add(guides.toString());
        }
        parts.add(bright("General Options") + "\n\n" + GENERAL_OPTIONS);
        return String.join("\n\n", parts) + "\n";
    }
}
