package warren.server.rabbit;

/** A setting of RabbitMQ's is wrong or has no counterpart; the message is one line with its place. */
public final class ConfException extends Exception {
    private static final long serialVersionUID = 1L;

    ConfException(String line) {
        super(line);
    }
}
