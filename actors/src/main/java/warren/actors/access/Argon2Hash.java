package warren.actors.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Argon2id (RFC 9106): a hash that costs whoever guesses passwords as much time and memory as it costs us. It is kept as the usual
 * {@code $argon2id$v=19$m=KIB,t=ITERATIONS,p=LANES$SALT$HASH}, once more in base 64, as RabbitMQ takes no other text for a hash.
 */
final class Argon2Hash {
    /** What definitions call it. RabbitMQ has no such algorithm: it takes such users in, and lets them in when they get a new password. */
    static final String NAME = "warren_password_hashing_argon2id";

    static final int MEMORY_KIB_MAX = 256 * 1024;
    static final int ITERATIONS_MAX = 100;

    private static final int LANES_MAX = 16;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;
    private static final String BASE_64 = "([A-Za-z0-9+/]{11,86})";
    private static final Pattern ENCODED = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})\\$" + BASE_64 + "\\$" + BASE_64);
    private static final SecureRandom RANDOM = new SecureRandom();

    private Argon2Hash() {}

    /** A new hash with a random salt. */
    static String of(String password, int memoryKib, int iterations) {
        byte[] salt = new byte[SALT_BYTES];
        RANDOM.nextBytes(salt);
        var cost = new Cost(memoryKib, iterations, 1);
        byte[] hash = compute(password, cost, salt, HASH_BYTES);
        Base64.Encoder unpadded = Base64.getEncoder().withoutPadding();
        String encoded = "$argon2id$v=19$m=" + memoryKib + ",t=" + iterations + ",p=1$" + unpadded.encodeToString(salt)
                + "$" + unpadded.encodeToString(hash);
        return Base64.getEncoder().encodeToString(encoded.getBytes(StandardCharsets.US_ASCII));
    }

    static boolean matches(String hash, String password) {
        return Parts.of(hash)
                .map(parts -> MessageDigest.isEqual(
                        parts.hash(), compute(password, parts.cost(), parts.salt(), parts.hash().length)))
                .orElse(false);
    }

    /** True for what {@link #matches} can be asked about: well-formed, and no dearer than we let anybody make us pay. */
    static boolean isReadable(String hash) {
        return Parts.of(hash).isPresent();
    }

    private static byte[] compute(String password, Cost cost, byte[] salt, int hashBytes) {
        var generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.memoryKib())
                .withIterations(cost.iterations())
                .withParallelism(cost.lanes())
                .withSalt(salt)
                .build());
        byte[] hash = new byte[hashBytes];
        generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
        return hash;
    }

    private record Cost(int memoryKib, int iterations, int lanes) {
        boolean isBearable() {
            return lanes >= 1
                    && lanes <= LANES_MAX
                    && memoryKib >= 8 * lanes
                    && memoryKib <= MEMORY_KIB_MAX
                    && iterations >= 1
                    && iterations <= ITERATIONS_MAX;
        }
    }

    private record Parts(Cost cost, byte[] salt, byte[] hash) {
        static Optional<Parts> of(String text) {
            try {
                Matcher parts =
                        ENCODED.matcher(new String(Base64.getDecoder().decode(text), StandardCharsets.ISO_8859_1));
                if (!parts.matches()) {
                    return Optional.empty();
                }
                var cost = new Cost(
                        Integer.parseInt(parts.group(1)),
                        Integer.parseInt(parts.group(2)),
                        Integer.parseInt(parts.group(3)));
                return Optional.of(new Parts(cost, decoded(parts.group(4)), decoded(parts.group(5))))
                        .filter(each -> each.cost().isBearable());
            } catch (IllegalArgumentException notBase64) {
                return Optional.empty();
            }
        }

        private static byte[] decoded(String unpadded) {
            return Base64.getDecoder().decode(unpadded);
        }
    }
}
