package warren.transport.frame;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.StringJoiner;

/** The first eight bytes of a connection, right or wrong (AMQP 0-9-1, 4.2.2). */
public record ProtocolHeader(byte[] bytes) implements Inbound {
    private static final byte[] EXPECTED = {'A', 'M', 'Q', 'P', 0, 0, 9, 1};
    /** 0-9 under its older number, which RabbitMQ takes for 0-9-1. */
    private static final byte[] OLDER = {'A', 'M', 'Q', 'P', 1, 1, 0, 9};

    /** What the server answers to a wrong one: the version that it speaks. */
    public static byte[] expected() {
        return EXPECTED.clone();
    }

    /** True when the client speaks a version that the server speaks. */
    public boolean isSupported() {
        return Arrays.equals(bytes, EXPECTED) || Arrays.equals(bytes, OLDER);
    }

    /** Why it is refused, as RabbitMQ's log says it. */
    public String describe() {
        boolean isAmqp1 = bytes[0] == 'A' && bytes[1] == 'M' && bytes[2] == 'Q' && bytes[3] == 'P' && bytes[5] == 1;
        if (isAmqp1) {
            return "amqp1_0_plugin_not_enabled";
        }
        return "{bad_header,<<" + (isText() ? "\"" + new String(bytes, StandardCharsets.US_ASCII) + "\"" : numbers())
                + ">>}";
    }

    private boolean isText() {
        for (byte each : bytes) {
            if (each < ' ' || each > '~' || each == '"' || each == '\\') {
                return false;
            }
        }
        return true;
    }

    private String numbers() {
        var numbers = new StringJoiner(",");
        for (byte each : bytes) {
            numbers.add(String.valueOf(each & 0xff));
        }
        return numbers.toString();
    }
}
