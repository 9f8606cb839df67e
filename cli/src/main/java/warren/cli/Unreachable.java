package warren.cli;

/** No broker could be asked; the message says what was tried. */
final class Unreachable extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean timedOut;

    Unreachable(String message) {
        this(message, false);
    }

    private Unreachable(String message, boolean timedOut) {
        super(message);
        this.timedOut = timedOut;
    }

    static Unreachable timedOut(String message) {
        return new Unreachable(message, true);
    }

    /** True when the broker was there but did not answer in time. */
    boolean isTimeout() {
        return timedOut;
    }
}
