package warren.routing;

import java.util.OptionalLong;
import warren.routing.message.FieldValue;
import warren.routing.message.LongString;
import warren.routing.message.Message;

/**
 * How long an exchange of type x-delayed-message keeps a message: its header x-delay, in milliseconds. Unlike RabbitMQ's plug-in, which
 * routes at once what is to wait for more than 2^32 - 1 ms, there is no largest delay.
 */
public final class Delay {
    private static final String HEADER = "x-delay";
    private static final int DIGITS_MAX = 18;

    private Delay() {}

    /** Milliseconds; 0 for a message that is not to be delayed. */
    public static long millis(Message message) {
        return Math.max(0, header(message).orElse(0));
    }

    /** The message as it goes on when it is due: the header has the negative value, so that no other such exchange delays it again. */
    public static Message over(Message message) {
        OptionalLong delay = header(message);
        if (delay.isEmpty()) {
            return message;
        }
        var properties = message.properties();
        return message.withProperties(properties.toBuilder()
                .headers(properties.headers().with(HEADER, FieldValue.of(-delay.getAsLong())))
                .build());
    }

    private static OptionalLong header(Message message) {
        FieldValue value = message.properties().headers().get(HEADER).orElse(null);
        if (value instanceof FieldValue.Int number) {
            return OptionalLong.of(number.value());
        }
        if (value instanceof FieldValue.Float32 number) {
            return OptionalLong.of((long) number.value());
        }
        if (value instanceof FieldValue.Float64 number) {
            return OptionalLong.of((long) number.value());
        }
        return value instanceof LongString text ? number(text.text()) : OptionalLong.empty();
    }

    private static OptionalLong number(String text) {
        boolean isNumber = text.length() <= DIGITS_MAX && text.matches("[+-]?[0-9]+");
        return isNumber ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }
}
