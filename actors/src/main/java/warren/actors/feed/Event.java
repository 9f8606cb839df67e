package warren.actors.feed;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import warren.actors.info.Pids;
import warren.routing.message.BasicProperties;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;
import warren.routing.message.Message;

/** An event in the making: headers in the order in which they are given. */
public final class Event {
    private static final byte[] NO_BODY = new byte[0];
    private static final int MILLIS = 1000;
    private static final int BYTE = 0xff;

    private final Map<String, FieldValue> headers = new LinkedHashMap<>();
    private final Pids pids;

    Event(Pids pids) {
        this.pids = pids;
    }

    /** In whose name it was done. */
    public Event by(String user) {
        return text("user_who_performed_action", user);
    }

    /** Where it happened. */
    public Event node() {
        return text("node", nodeName());
    }

    public String nodeName() {
        return pids.node();
    }

    /** A text as Erlang writes it. */
    public static String binary(String text) {
        return ErlangTerms.binary(text);
    }

    public Event text(String name, String value) {
        return put(name, FieldValue.of(value));
    }

    public Event flag(String name, boolean value) {
        return put(name, FieldValue.of(value));
    }

    public Event number(String name, long value) {
        return put(name, FieldValue.of(value));
    }

    public Event texts(String name, List<String> values) {
        return put(
                name, new FieldValue.Array(values.stream().map(FieldValue::of).toList()));
    }

    public Event put(String name, FieldValue value) {
        headers.put(name, value);
        return this;
    }

    /** Arguments or the like, each as Erlang writes it. */
    public Event terms(String name, FieldTable table) {
        return texts(name, ErlangTerms.of(table));
    }

    /** An actor, in the shape in which list commands show it; empty for none. */
    public Event pid(String name, String id) {
        return text(name, pids.of(id));
    }

    /** An address as a tuple of numbers. */
    public Event address(String name, String host) {
        try {
            byte[] bytes = InetAddress.getByName(host).getAddress();
            var tuple = new StringBuilder("{");
            int step = bytes.length == 4 ? 1 : 2;
            for (int i = 0; i < bytes.length; i += step) {
                int part = bytes[i] & BYTE;
                part = step == 1 ? part : (part << Byte.SIZE) + (bytes[i + 1] & BYTE);
                tuple.append(i == 0 ? "" : ",").append(part);
            }
            return text(name, tuple.append('}').toString());
        } catch (UnknownHostException noAddress) {
            return text(name, host);
        }
    }

    /** A text as Erlang's list of characters, which clients see as an array of numbers. */
    public Event characters(String name, String text) {
        return put(
                name,
                new FieldValue.Array(text.codePoints()
                        .mapToObj(each -> FieldValue.of((long) each))
                        .toList()));
    }

    Message message(String exchange, String key, long nowMillis) {
        number("timestamp_in_ms", nowMillis);
        var properties = new BasicProperties.Builder()
                .headers(new FieldTable(headers))
                .deliveryMode(BasicProperties.PERSISTENT)
                .timestamp(nowMillis / MILLIS)
                .build();
        return Message.of(exchange, key, properties, NO_BODY);
    }
}
