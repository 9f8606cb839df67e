package warren.transport.frame;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/** The first eight bytes of a connection, right or wrong (AMQP 0-9-1, 4.2.2). */
public record ProtocolHeader(byte[] bytes) implements Inbound {
    private static final byte[] EXPECTED = {'A', 'M', 'Q', 'P', 0, 0, 9, 1};
    /** 0-9 under its older number, which RabbitMQ takes for 0-9-1. */
    private static final byte[] OLDER = {'A', 'M', 'Q', 'P', 1, 1, 0, 9};

    private static final Pattern HTTP = Pattern.compile("(GET|HEAD|POST|PUT|DELETE|OPTIONS) ");
    private static final int TLS_HANDSHAKE = 22;

    /** What the server answers to a wrong one: the version that it speaks. */
    public static byte[] expected() {
        return EXPECTED.clone();
    }

    /** True when the client speaks a version that the server speaks. */
    public boolean isSupported() {
        return Arrays.equals(bytes, EXPECTED) || Arrays.equals(bytes, OLDER);
    }

    /** Why it is refused, as RabbitMQ's log says it, and what the client seems to speak instead. */
    public String describe() {
        if (bytes[0] != 'A' || bytes[1] != 'M' || bytes[2] != 'Q' || bytes[3] != 'P') {
            return "{bad_header,<<" + (isText() ? '"' + text() + '"' : numbers(0)) + ">>}" + otherProtocol();
        }
        boolean isAmqp1 = bytes[5] == 1 && bytes[6] == 0 && bytes[7] == 0;
        return isAmqp1 ? "amqp1_0_plugin_not_enabled" : "{bad_version,{" + numbers(4) + "}}";
    }

    private String otherProtocol() {
        if (HTTP.matcher(text()).lookingAt()) {
            return " (an HTTP request)";
        }
        return bytes[0] == TLS_HANDSHAKE && bytes[1] == 3 ? " (a TLS hello)" : "";
    }

    private String text() {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private boolean isText() {
        for (byte each : bytes) {
            if (each < ' ' || each > '~' || each == '"' || each == '\\') {
                return false;
            }
        }
        return true;
    }

    private String numbers(int from) {
        var numbers = new StringJoiner(",");
        for (int i = from; i < bytes.length; i++) {
            numbers.add(String.valueOf(bytes[i] & 0xff));
        }
        return numbers.toString();
    }
}
