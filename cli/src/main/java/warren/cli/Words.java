package warren.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What was typed, as picocli understands it by rabbitmqctl's rules: options may stand anywhere, also before the command; an unknown one
 * takes no value; the last of two counts; what is wrong is told in rabbitmqctl's words.
 */
final class Words {
    private final List<String> typed;
    private final ParseResult program;
    private final ParseResult command;

    private Words(List<String> typed, ParseResult program) {
        this.typed = typed;
        this.program = program;
        this.command = program.subcommand();
    }

    /** Reads up to the command, before which there may be options. */
    private static final class UpToCommand extends Family {
        @Parameters
        private List<String> commandAndRest = new ArrayList<>();
    }

    /** The index of the first word that is no option; the number of words when there is none. */
    static int placeOfCommand(List<String> typed) {
        if (!typed.get(0).startsWith("-")) {
            return 0;
        }
        var reader = new UpToCommand();
        lenient(new CommandLine(reader)).setStopAtPositional(true).parseArgs(typed.toArray(String[]::new));
        return typed.size() - reader.commandAndRest.size();
    }

    /** Reads everything as this command's; its own options, too, may stand before it. */
    static Words parse(CommandLine command, List<String> typed, int placeOfCommand) {
        List<String> commandFirst = new ArrayList<>(typed);
        commandFirst.add(0, commandFirst.remove(placeOfCommand));
        lenient(command);
        return new Words(typed, lenient(command.getParent()).parseArgs(commandFirst.toArray(String[]::new)));
    }

    /** Errors are kept, not thrown: all of them are reported, and help goes before some. */
    private static CommandLine lenient(CommandLine line) {
        line.getCommandSpec().parser().collectErrors(true);
        return line.setUnmatchedArgumentsAllowed(true)
                .setOverwrittenOptionsAllowed(true)
                .setAllowOptionsAsOptionParameters(false)
                .setUnmatchedOptionsAllowedAsOptionParameters(false)
                .setExpandAtFiles(false);
    }

    /** Refuses {@code --name : value} for each option that is unknown or has a wrong value. */
    void checkOptions() throws Problem {
        List<String> invalid = new ArrayList<>();
        command.unmatched().stream().filter(this::isOption).forEach(word -> invalid.add(unknown(word)));
        for (Exception error : command.errors()) {
            if (error instanceof UnmatchedArgumentException unmatched) {
                // where a value should be: only the text tells which
                invalid.add(unknown(String.valueOf(unmatched.getMessage()).split("'", -1)[1]));
            } else if (error instanceof MissingParameterException missing
                    && missing.getMissing().get(0) instanceof OptionSpec option) {
                invalid.add(asTyped(option) + " : ");
            } else if (error instanceof ParameterException wrong && wrong.getArgSpec() instanceof OptionSpec option) {
                invalid.add(asTyped(option) + " : " + wrong.getValue());
            }
        }
        if (!invalid.isEmpty()) {
            throw Problem.inArguments(
                    ExitCode.USAGE, "Invalid options for this command:\n" + String.join("\n", invalid));
        }
    }

    void checkNumberOfArguments() throws Problem {
        if (!command.errors().isEmpty()) {
            throw Problem.inArguments(ExitCode.USAGE, "not enough arguments.");
        }
        if (!command.unmatched().isEmpty()) {
            throw Problem.inArguments(ExitCode.USAGE, "too many arguments.");
        }
    }

    /** Calls the command's method. */
    Outcome execute() throws Problem, Refusal, Unreachable {
        try {
            new RunLast().execute(program);
            return command.commandSpec().commandLine().getExecutionResult();
        } catch (ExecutionException wrapped) {
            if (wrapped.getCause() instanceof Problem problem) {
                throw problem;
            } else if (wrapped.getCause() instanceof Refusal refusal) {
                throw refusal;
            } else if (wrapped.getCause() instanceof Unreachable unreachable) {
                throw unreachable;
            }
            throw wrapped;
        }
    }

    private boolean isOption(String word) {
        return new UnmatchedArgumentException(command.commandSpec().commandLine(), List.of(word)).isUnknownOption();
    }

    /** Of letters in a row picocli names the one that it does not know with a remark behind it. */
    private static String unknown(String word) {
        String[] nameAndValue =
                word.replaceFirst(" \\(while processing option: .*", "").split("=", 2);
        return nameAndValue[0] + " : " + (nameAndValue.length > 1 ? nameAndValue[1] : "");
    }

    private String asTyped(OptionSpec option) {
        return Arrays.stream(option.names())
                .filter(name -> typed.stream().anyMatch(word -> word.equals(name) || word.startsWith(name + "=")))
                .findFirst()
                .orElse(option.longestName());
    }
}
