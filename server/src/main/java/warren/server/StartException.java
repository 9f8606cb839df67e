package warren.server;

/** The broker cannot start; the message is the one line that its user reads. */
public final class StartException extends Exception {
    private static final long serialVersionUID = 1L;

    StartException(String line) {
        super(line);
    }

    StartException(String line, Throwable cause) {
        super(line, cause);
    }
}
