package warren.transport.frame;

/**
 * The content of a command.
 *
 * @param propertyBytes flags and property list, known to be well formed
 * @param skippedBytes 0, or the announced size when the body was skipped: it is above the limit, or there was no room
 * @param noRoom true when there was no room for the body, which is not too large
 */
public record Content(byte[] propertyBytes, byte[] body, long skippedBytes, boolean noRoom) {
    private static final byte[] NOTHING = {};

    /** That of a method without content. */
    public static final Content NONE = new Content(NOTHING, NOTHING, 0, false);
}
