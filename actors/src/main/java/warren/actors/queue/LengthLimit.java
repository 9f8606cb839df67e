package warren.actors.queue;

import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;

/**
 * How much may wait in a queue (arguments x-max-length, x-max-length-bytes, x-overflow). Only ready messages count, and of them only the
 * bodies' bytes.
 *
 * @param messagesMax ready messages, at most
 * @param bytesMax bytes of their bodies, at most
 * @param rejectsPublish a publish that does not fit is refused; otherwise the oldest messages make room
 * @param buriesRefused what is refused goes to the dead letters
 */
record LengthLimit(long messagesMax, long bytesMax, boolean rejectsPublish, boolean buriesRefused) {
    private static final String REJECT = "reject-publish";
    private static final String REJECT_TO_DEAD_LETTERS = "reject-publish-dlx";

    static LengthLimit of(FieldTable arguments) {
        return new LengthLimit(
                number(arguments, "x-max-length"),
                number(arguments, "x-max-length-bytes"),
                arguments
                        .text("x-overflow")
                        .filter(mode -> mode.startsWith(REJECT))
                        .isPresent(),
                arguments
                        .text("x-overflow")
                        .filter(REJECT_TO_DEAD_LETTERS::equals)
                        .isPresent());
    }

    private static long number(FieldTable arguments, String name) {
        return arguments.get(name).orElse(null) instanceof FieldValue.Int value ? value.value() : Long.MAX_VALUE;
    }

    boolean isExceededBy(long messages, long bytes) {
        return messages > messagesMax || bytes > bytesMax;
    }
}
