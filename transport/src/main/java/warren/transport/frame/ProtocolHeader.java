package warren.transport.frame;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

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

    /** A guess for the log at what speaks to this port, if it is not AMQP. */
    public String describe() {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        if (text.startsWith("GET ") || text.startsWith("HEAD") || text.startsWith("POST") || text.startsWith("PUT ")) {
            return "an HTTP request";
        }
        if (bytes[0] == 0x16 && bytes[1] == 3) {
            return "a TLS hello";
        }
        return Arrays.toString(bytes);
    }
}
