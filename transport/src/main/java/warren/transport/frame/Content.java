package warren.transport.frame;

/**
 * The content of a command.
 *
 * @param propertyBytes flags and property list, known to be well formed
 * @param tooLargeBytes 0, or the announced size when it is above the limit: then the body was skipped
 */
public record Content(byte[] propertyBytes, byte[] body, long tooLargeBytes) {
    private static final byte[] NOTHING = {};

    /** That of a method without content. */
    public static final Content NONE = new Content(NOTHING, NOTHING, 0);
}
