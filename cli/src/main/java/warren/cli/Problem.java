package warren.cli;

/** Why a command's arguments cannot be taken. */
record Problem(int exitCode, String text) {
    static final Problem NOT_ENOUGH = new Problem(ExitCode.USAGE, "not enough arguments.");
    static final Problem TOO_MANY = new Problem(ExitCode.USAGE, "too many arguments.");

    static Problem badArgument(String detail) {
        return new Problem(ExitCode.BAD_DATA, "Bad argument: " + detail);
    }
}
