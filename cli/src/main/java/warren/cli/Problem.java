package warren.cli;

/** Why what was typed cannot be done: it is told with the command's usage. */
final class Problem extends Exception {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    Problem(int exitCode, String text) {
        super(text);
        this.exitCode = exitCode;
    }

    /** Something is wrong with the arguments or options. */
    static Problem inArguments(int exitCode, String text) {
        return new Problem(exitCode, "Error (argument validation): " + text);
    }

    static Problem badArgument(String detail) {
        return inArguments(ExitCode.BAD_DATA, "Bad argument: " + detail);
    }

    int exitCode() {
        return exitCode;
    }
}
