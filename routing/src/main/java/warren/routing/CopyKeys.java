package warren.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import warren.routing.message.BasicProperties;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;
import warren.routing.message.LongString;

/**
 * Sender-selected distribution: a publisher names further routing keys in the headers CC and BCC, which are arrays of strings. Receivers
 * see CC; BCC is taken out before the message goes on, so its keys must be read first.
 */
public final class CopyKeys {
    private static final String CC = "CC";
    private static final String BCC = "BCC";

    private CopyKeys() {}

    /** The keys in CC and BCC, in this order; elements that are no strings are passed over. */
    public static List<String> of(FieldTable headers) {
        if (!headers.fields().containsKey(CC) && !headers.fields().containsKey(BCC)) {
            return List.of();
        }
        var keys = new ArrayList<String>();
        for (String name : List.of(CC, BCC)) {
            if (headers.fields().get(name) instanceof FieldValue.Array array) {
                array.values().forEach(value -> {
                    if (value instanceof LongString key) {
                        keys.add(key.text());
                    }
                });
            }
        }
        return List.copyOf(keys);
    }

    /** Why RabbitMQ refuses a message with these headers (a channel error 406), in its words; empty when it takes it. */
    public static Optional<String> refusal(FieldTable headers) {
        for (String name : List.of(CC, BCC)) {
            FieldValue value = headers.fields().get(name);
            if (value != null && !(value instanceof FieldValue.Array)) {
                return Optional.of(
                        "invalid message: {unacceptable_type_in_header,\"" + name + "\"," + value.typeName() + "}");
            }
        }
        return Optional.empty();
    }

    /** The properties as receivers may see them; the same instance when there is no BCC. */
    public static BasicProperties withoutBcc(BasicProperties properties) {
        FieldTable headers = properties.headers();
        if (!headers.fields().containsKey(BCC)) {
            return properties;
        }
        return properties.toBuilder().headers(headers.without(BCC)).build();
    }
}
