package warren.routing.message;

/** Bytes that are no valid field table, property list or string of AMQP 0-9-1 (4.2.5). */
public final class MalformedFieldException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Says what was found and where it was expected. */
    public MalformedFieldException(String message) {
        super(message);
    }
}
