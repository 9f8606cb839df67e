package warren.cli;

/** How warrenctl ends: rabbitmqctl's numbers, which are those of sysexits.h. */
final class ExitCode {
    static final int OK = 0;
    static final int USAGE = 64;
    static final int BAD_DATA = 65;
    static final int NO_USER = 67;
    static final int UNAVAILABLE = 69;
    static final int SOFTWARE = 70;
    static final int TIMEOUT = 75;

    private ExitCode() {}
}
