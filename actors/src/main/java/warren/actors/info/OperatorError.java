package warren.actors.info;

/** Why an operator's request was not carried out; the text is RabbitMQ's where it has one. */
public final class OperatorError extends Exception {
    private static final long serialVersionUID = 1L;

    /** The kinds that a command line maps to exit codes. */
    public enum Reason {
        NO_SUCH_USER,
        USER_EXISTS,
        NO_SUCH_VIRTUAL_HOST,
        VIRTUAL_HOST_EXISTS,
        NOT_FOUND,
        REFUSED,
        INVALID
    }

    private final Reason reason;

    /** A refusal with its text for the operator. */
    public OperatorError(Reason reason, String text) {
        super(text);
        this.reason = reason;
    }

    /** The kind. */
    public Reason reason() {
        return reason;
    }
}
