package warren.actors.queue;

import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;
import warren.routing.message.LongString;

/**
 * How much may wait in a queue (arguments x-max-length, x-max-length-bytes, x-overflow). Only ready messages count, and of them only the
 * bodies' bytes.
 *
 * @param messagesMax ready messages, at most
 * @param bytesMax bytes of their bodies, at most
 * @param rejectsPublish a publish that does not fit is refused; otherwise the oldest messages make room
 */
record LengthLimit(long messagesMax, long bytesMax, boolean rejectsPublish) {
    static LengthLimit of(FieldTable arguments) {
        return new LengthLimit(
                number(arguments, "x-max-length"),
                number(arguments, "x-max-length-bytes"),
                arguments
                        .get("x-overflow")
                        .filter(LongString.of("reject-publish")::equals)
                        .isPresent());
    }

    private static long number(FieldTable arguments, String name) {
        return arguments.get(name).orElse(null) instanceof FieldValue.Int value ? value.value() : Long.MAX_VALUE;
    }

    boolean isExceededBy(long messages, long bytes) {
        return messages > messagesMax || bytes > bytesMax;
    }
}
