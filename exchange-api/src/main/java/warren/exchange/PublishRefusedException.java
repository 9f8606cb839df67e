package warren.exchange;

/** The broker has not taken a message that an extension published; the text says why. */
public final class PublishRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    public PublishRefusedException(String reason) {
        super(reason);
    }
}
