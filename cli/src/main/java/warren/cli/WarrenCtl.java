package warren.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import warren.cli.Command.Needs;

/**
 * The program: finds the command, checks what was given, asks the broker, prints the outcome.
 *
 * <p>The order of these steps is rabbitmqctl's, because it decides which of several errors is reported and whether a banner precedes it.
 */
public final class WarrenCtl {
    private final Commands commands = new Commands();
    private final Console console;
    private final Map<String, String> environment;

    WarrenCtl(Console console, Map<String, String> environment) {
        this.console = console;
        this.environment = environment;
    }

    public static void main(String[] typed) {
        int exitCode = new WarrenCtl(Console.ofProcess(), System.getenv()).run(List.of(typed));
        // no waiting for the JDK's keep-alive thread
        Runtime.getRuntime().halt(exitCode);
    }

    int run(List<String> typed) {
        if (typed.isEmpty()) {
            return fail(ExitCode.USAGE, HelpText.ofProgram(commands.all()));
        }
        if (typed.equals(List.of("--help"))) {
            console.print(List.of(HelpText.ofProgram(commands.all())));
            return ExitCode.OK;
        }
        List<String> words = typed.equals(List.of("--version")) ? List.of("version") : typed;
        List<String> arguments = CommandLine.parse(words, Switch.GENERAL).arguments();
        String name = arguments.isEmpty() ? "" : arguments.get(0);
        Optional<Command> command = commands.named(name);
        return command.isPresent() ? run(command.get(), words) : notFound(name);
    }

    private int notFound(String name) {
        String missing = name.isEmpty() ? "" : "\nCommand '" + name + "' not found. \n";
        Optional<String> meant = name.isEmpty() ? Optional.empty() : commands.suggestion(name);
        return fail(
                ExitCode.USAGE,
                missing
                        + meant.map(other -> "Did you mean '" + other + "'? \n")
                                .orElseGet(() -> HelpText.ofProgram(commands.all())));
    }

    private int run(Command command, List<String> words) {
        CommandLine line = CommandLine.parse(words, command.allSwitches());
        if (!line.invalid().isEmpty()) {
            String detail = "Invalid options for this command:\n" + String.join("\n", line.invalid());
            return refuse(command, words, new Problem(ExitCode.USAGE, detail));
        }
        Options options = line.options();
        if (options.has("help")) {
            console.print(List.of(HelpText.of(command)));
            return ExitCode.OK;
        }
        // the first argument is the command itself
        List<String> arguments = line.arguments().subList(1, line.arguments().size());
        Optional<Problem> problem = command.check().problem(arguments, options);
        if (problem.isPresent()) {
            return refuse(command, words, problem.get());
        }
        Optional<Format> format = Format.named(options.formatter().orElse("table"), options);
        if (format.isEmpty()) {
            return refuse(
                    command,
                    words,
                    new Problem(ExitCode.USAGE, "the requested formatter is not supported by this command"));
        }
        var call = new Call(List.copyOf(arguments), options, Node.of(options, environment), console);
        return run(command, call, format.get(), words);
    }

    private int run(Command command, Call call, Format format, List<String> words) {
        try {
            Optional<String> wrongState = wrongState(command, call.node());
            if (wrongState.isPresent()) {
                return fail(
                        ExitCode.USAGE, "Error: " + wrongState.get() + given(words) + "\n" + HelpText.usage(command));
            }
            if (!call.options().isTerse() && !format.isForMachines()) {
                console.print(command.banner().lines(call));
            }
            return print(command.action().run(call), call, format);
        } catch (Refusal refusal) {
            return print(Outcome.failure(refusal), call, format);
        } catch (Unreachable reason) {
            String node = call.node().name();
            return reason.isTimeout()
                    ? fail(
                            ExitCode.TIMEOUT,
                            "Error: operation " + command.name() + " on node " + node
                                    + " timed out. Timeout value used: "
                                    + call.node().timeout().toMillis())
                    : fail(ExitCode.UNAVAILABLE, Diagnostics.text(node, reason));
        }
    }

    private static Optional<String> wrongState(Command command, Node node) throws Refusal, Unreachable {
        if (command.needs() == Needs.NOTHING) {
            return Optional.empty();
        }
        boolean running = node.isRunning();
        if (command.needs() == Needs.RUNNING && !running) {
            return Optional.of(
                    "this command requires the 'rabbit' app to be running on the target node. Start it with '"
                            + Program.name() + " start_app'.");
        }
        if (command.needs() == Needs.STOPPED && running) {
            return Optional.of("this command requires the 'rabbit' app to be stopped on the target node. Stop it with '"
                    + Program.name() + " stop_app'.");
        }
        return Optional.empty();
    }

    private int print(Outcome outcome, Call call, Format format) {
        if (outcome instanceof Outcome.Failure failure) {
            return fail(failure.exitCode(), failure.text());
        }
        if (outcome instanceof Outcome.Rows table) {
            console.print(format.rows(table.rows()));
        } else if (outcome instanceof Outcome.EmptyList) {
            console.print(format.emptyList());
        } else if (outcome instanceof Outcome.Text text) {
            console.print(format.text(text.text()));
        } else if (outcome instanceof Outcome.Document document) {
            console.print(List.of(Json.text(document.value())));
        } else if (call.options().isJson()) {
            var done = Json.object().put("node", call.node().name()).put("result", "ok");
            console.print(List.of(Json.text(done)));
        }
        return ExitCode.OK;
    }

    private int refuse(Command command, List<String> words, Problem problem) {
        return fail(
                problem.exitCode(),
                "Error (argument validation): " + problem.text() + given(words) + "\n" + HelpText.usage(command));
    }

    private static String given(List<String> words) {
        return "\nArguments given:\n\t" + String.join(" ", words);
    }

    private int fail(int exitCode, String text) {
        console.printError(text);
        return exitCode;
    }
}
