package warren.actors.queue;

import java.util.Optional;
import warren.routing.message.FieldValue;
import warren.routing.message.LongString;

/** Where a consumer of a stream begins: its argument x-stream-offset. */
sealed interface StreamOffset {
    /** The oldest message that is kept. */
    record First() implements StreamOffset {}

    /** The chunk that was written last. */
    record Last() implements StreamOffset {}

    /** What is published from now on; so it is without the argument. */
    record Next() implements StreamOffset {}

    /** The message of this number, or the first after it. */
    record At(long offset) implements StreamOffset {}

    /** What was published at this time or later, in milliseconds since 1970. */
    record Since(long millis) implements StreamOffset {}

    /** Empty when it is none of these: a number, a time, a text. */
    static Optional<StreamOffset> of(Optional<FieldValue> argument, long nowMillis) {
        FieldValue value = argument.orElse(null);
        if (value == null) {
            return Optional.of(new Next());
        }
        if (value instanceof FieldValue.Int number) {
            return Optional.of(new At(number.value()));
        }
        if (value instanceof FieldValue.Timestamp time) {
            long millis = time.value() * 1_000;
            // a time that has yet to come is now, as in RabbitMQ
            return Optional.of(millis > nowMillis ? new Next() : new Since(millis));
        }
        return value instanceof LongString text ? ofText(text.text(), nowMillis) : Optional.empty();
    }

    private static Optional<StreamOffset> ofText(String text, long nowMillis) {
        return switch (text) {
            case "first" -> Optional.of(new First());
            case "last" -> Optional.of(new Last());
            case "next" -> Optional.of(new Next());
            default -> MaxAge.millis(text).map(age -> new Since(nowMillis - age));
        };
    }
}
