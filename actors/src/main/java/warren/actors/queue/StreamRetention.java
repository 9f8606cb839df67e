package warren.actors.queue;

import warren.persistence.event.StoredMessage;
import warren.routing.message.FieldTable;

/**
 * How much of a stream is kept. Whole segments go, the oldest first; never the last one.
 *
 * @param bytesMax of bodies, argument x-max-length-bytes
 * @param ageMillisMax argument x-max-age; {@link StoredMessage#NEVER} without
 * @param segmentBytesMax argument x-stream-max-segment-size-bytes
 */
record StreamRetention(long bytesMax, long ageMillisMax, long segmentBytesMax) {
    /** As in RabbitMQ. */
    private static final long SEGMENT_BYTES = 500_000_000;

    static StreamRetention of(FieldTable arguments) {
        return new StreamRetention(
                arguments.number("x-max-length-bytes").orElse(Long.MAX_VALUE),
                arguments.text("x-max-age").flatMap(MaxAge::millis).orElse(StoredMessage.NEVER),
                arguments.number("x-stream-max-segment-size-bytes").orElse(SEGMENT_BYTES));
    }
}
