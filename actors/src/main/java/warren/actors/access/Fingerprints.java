package warren.actors.access;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Stands for passwords that have been shown, without keeping them: a keyed digest (HMAC-SHA-256) whose key never leaves this process and
 * ends with it. It covers the user's hash too, so what is remembered of a user's old password says nothing of the new one. Not
 * thread-safe.
 */
final class Fingerprints {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;

    /** Half of the digest, which is as good as all of it here. */
    record Fingerprint(long high, long low) {}

    private final Mac mac;

    Fingerprints() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("the JDK lacks a digest", e);
        }
    }

    /** {@code hash}: the user's, or "" for a user that does not exist. */
    Fingerprint of(String user, String hash, String password) {
        update(user);
        update(hash);
        update(password);
        ByteBuffer digest = ByteBuffer.wrap(mac.doFinal());
        return new Fingerprint(digest.getLong(), digest.getLong());
    }

    /** With its length, so that no two triples look the same. */
    private void update(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
        mac.update(bytes);
    }
}
