package warren.actors.queue;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;
import warren.routing.message.LongString;
import warren.routing.message.Message;

/**
 * Which messages of a stream a consumer wants: those whose header x-stream-filter-value is one of its argument x-stream-filter, a text or
 * an array of texts, and with x-stream-match-unfiltered those without such a header too.
 *
 * @param values empty when it wants all
 */
record StreamFilter(Set<String> values, boolean matchUnfiltered) {
    static final String VALUE = "x-stream-filter-value";

    /** Empty when the argument is of another type. */
    static Optional<StreamFilter> of(FieldTable arguments) {
        boolean matchUnfiltered = arguments.isTrue("x-stream-match-unfiltered");
        var values = new TreeSet<String>();
        FieldValue wanted = arguments.get("x-stream-filter").orElse(null);
        if (wanted instanceof LongString text) {
            values.add(text.text());
        } else if (wanted instanceof FieldValue.Array array) {
            for (FieldValue each : array.values()) {
                if (!(each instanceof LongString text)) {
                    return Optional.empty();
                }
                values.add(text.text());
            }
        } else if (wanted != null) {
            return Optional.empty();
        }
        return Optional.of(new StreamFilter(values, matchUnfiltered));
    }

    boolean matches(Message message) {
        if (values.isEmpty()) {
            return true;
        }
        return message.properties().headers().text(VALUE).map(values::contains).orElse(matchUnfiltered);
    }
}
