package warren.actors.vhost;

import java.security.SecureRandom;
import java.util.Base64;

/** Names that the server gives: a prefix and 22 characters that nobody can guess. */
public final class ServerNames {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private ServerNames() {}

    /** For a queue that was declared without a name. */
    public static String queue() {
        return "amq.gen-" + random();
    }

    /** For a consumer without a tag. */
    public static String consumerTag() {
        return "amq.ctag-" + random();
    }

    /** Sixteen random bytes as 22 letters. */
    public static String random() {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return ENCODER.encodeToString(bytes);
    }
}
