package warren.routing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;
import warren.routing.message.LongString;
import warren.routing.message.Message;

/**
 * What makes two messages duplicates of each other: the value of the header x-deduplication-header, whatever its width. Tables, arrays
 * and bytes make no key.
 */
public final class DeduplicationKey {
    private static final String HEADER = "x-deduplication-header";
    /** Longer ones are told apart by their hash, so that nobody can fill memory with them. */
    private static final int LENGTH_MAX = 64;

    private DeduplicationKey() {}

    /** The key of a message, of 65 characters at most; empty when it has none. */
    public static Optional<String> of(Message message) {
        return message.properties()
                .headers()
                .get(HEADER)
                .flatMap(DeduplicationKey::text)
                .map(DeduplicationKey::shortened);
    }

    private static Optional<String> text(FieldValue value) {
        if (value instanceof LongString text) {
            return Optional.of("s" + text.text());
        }
        if (value instanceof FieldValue.Int number) {
            return Optional.of("i" + number.value());
        }
        if (value instanceof FieldValue.Float32 number) {
            return Optional.of("f" + (double) number.value());
        }
        if (value instanceof FieldValue.Float64 number) {
            return Optional.of("f" + number.value());
        }
        if (value instanceof FieldTable || value instanceof FieldValue.Array || value instanceof FieldValue.Binary) {
            return Optional.empty();
        }
        return Optional.of("o" + value);
    }

    private static String shortened(String key) {
        if (key.length() <= LENGTH_MAX) {
            return key;
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return "#" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
