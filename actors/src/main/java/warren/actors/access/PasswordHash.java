package warren.actors.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;

/** RabbitMQ's password hashes: base64 of a four-byte salt and the digest of salt and password (facts, section 9). */
final class PasswordHash {
    static final String SHA_256 = "rabbit_password_hashing_sha256";
    static final String SHA_512 = "rabbit_password_hashing_sha512";
    static final String MD5 = "rabbit_password_hashing_md5";
    private static final Map<String, String> DIGESTS = Map.of(SHA_256, "SHA-256", SHA_512, "SHA-512", MD5, "MD5");
    private static final int SALT_BYTES = 4;
    private static final SecureRandom RANDOM = new SecureRandom();

    private PasswordHash() {}

    /** True when passwords with such hashes can be checked. */
    static boolean isKnown(String algorithm) {
        return DIGESTS.containsKey(algorithm);
    }

    static boolean isReadable(String hash) {
        try {
            Base64.getDecoder().decode(hash);
            return true;
        } catch (IllegalArgumentException other) {
            return false;
        }
    }

    /** A new hash with a random salt. */
    static Password.Hashed of(String password, String algorithm) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        return new Password.Hashed(encode(salt, password, algorithm), algorithm);
    }

    /** True when the password is the one that was hashed. */
    static boolean matches(String hash, String algorithm, String password) {
        byte[] known = Base64.getDecoder().decode(hash);
        if (known.length <= SALT_BYTES) {
            return false;
        }
        byte[] salt = java.util.Arrays.copyOf(known, SALT_BYTES);
        byte[] given = Base64.getDecoder().decode(encode(salt, password, algorithm));
        return MessageDigest.isEqual(known, given);
    }

    static String encode(byte[] salt, String password, String algorithm) {
        try {
            MessageDigest digest = MessageDigest.getInstance(DIGESTS.getOrDefault(algorithm, "SHA-256"));
            digest.update(salt);
            byte[] hash = digest.digest(password.getBytes(StandardCharsets.UTF_8));
            byte[] all = java.util.Arrays.copyOf(salt, salt.length + hash.length);
            System.arraycopy(hash, 0, all, salt.length, hash.length);
            return Base64.getEncoder().encodeToString(all);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK lacks a digest", e);
        }
    }
}
