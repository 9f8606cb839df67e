package warren.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;

/** The program: finds the command, checks what was given, lets it ask the broker, prints the outcome. */
public final class WarrenCtl {
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
            return fail(ExitCode.USAGE, HelpText.ofProgram());
        }
        if (typed.equals(List.of("--help"))) {
            console.print(List.of(HelpText.ofProgram()));
            return ExitCode.OK;
        }
        List<String> words = typed.equals(List.of("--version")) ? List.of("version") : typed;
        int place = Words.placeOfCommand(words);
        if (place == words.size() || words.get(place).isEmpty()) {
            return fail(ExitCode.USAGE, HelpText.ofProgram());
        }
        String name = words.get(place);
        Optional<CommandLine> command = Commands.named(name);
        if (command.isPresent()) {
            return run(command.get(), words, place);
        }
        Optional<String> absent = AbsentCommands.reason(name);
        if (absent.isPresent()) {
            return fail(ExitCode.UNAVAILABLE, "Error:\nthere is no " + name + ": " + absent.get());
        }
        return fail(ExitCode.USAGE, HelpText.notFound(name, " \n" + HelpText.ofProgram()));
    }

    private int run(CommandLine command, List<String> words, int place) {
        Family family = command.getParent().getCommand();
        family.use(console, environment);
        try {
            Words given = Words.parse(command, words, place);
            given.checkOptions();
            if (family.wantsHelp()) {
                console.print(List.of(HelpText.of(command.getCommandSpec())));
                return ExitCode.OK;
            }
            given.checkNumberOfArguments();
            return print(given.execute(), family);
        } catch (Problem problem) {
            String given = "\nArguments given:\n\t" + String.join(" ", words) + "\n";
            return fail(problem.exitCode(), problem.getMessage() + given + HelpText.usage(command.getCommandSpec()));
        } catch (Refusal refusal) {
            return fail(ExitCode.UNAVAILABLE, Outcome.failure(refusal).text());
        } catch (Unreachable reason) {
            Node node = family.node();
            if (node.timeout().isNegative()) {
                return fail(ExitCode.SOFTWARE, ":badarg\n");
            }
            return reason.isTimeout()
                    ? fail(
                            ExitCode.TIMEOUT,
                            "Error: operation " + command.getCommandName() + " on node " + node.name()
                                    + " timed out. Timeout value used: "
                                    + node.timeout().toMillis())
                    : fail(ExitCode.UNAVAILABLE, Diagnostics.text(node.name(), reason));
        }
    }

    private int print(Outcome outcome, Family family) throws Problem {
        if (outcome instanceof Outcome.Failure failure) {
            return fail(failure.exitCode(), failure.text());
        }
        if (outcome instanceof Outcome.Ended ended) {
            return ended.exitCode();
        }
        if (outcome instanceof Outcome.Rows table) {
            console.print(family.format(table.headers()).rows(table.rows()));
        } else if (outcome instanceof Outcome.EmptyList) {
            console.print(family.format(true).emptyList());
        } else if (outcome instanceof Outcome.Text text) {
            console.print(family.format(true).text(text.text()));
        } else if (outcome instanceof Outcome.Document document) {
            console.print(List.of(Json.text(document.value())));
        } else if (family.isJson()) {
            var done = Json.object().put("node", family.node().name()).put("result", "ok");
            console.print(List.of(Json.text(done)));
        }
        return ExitCode.OK;
    }

    private int fail(int exitCode, String text) {
        console.printError(text);
        return exitCode;
    }
}
