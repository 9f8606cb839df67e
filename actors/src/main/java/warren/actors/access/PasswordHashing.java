package warren.actors.access;

/**
 * How new passwords are hashed. Those that are hashed already stay as they are.
 *
 * @param memoryKib of Argon2id, in KiB
 * @param iterations of Argon2id
 */
public record PasswordHashing(Algorithm algorithm, int memoryKib, int iterations) {
    /** Slow or RabbitMQ's. */
    public enum Algorithm {
        ARGON2ID,
        SHA_256,
        SHA_512;

        /** By its name in the settings: {@code argon2id}, {@code sha-256} or {@code sha-512}. */
        public static Algorithm named(String name) {
            return switch (name) {
                case "argon2id" -> ARGON2ID;
                case "sha-256" -> SHA_256;
                case "sha-512" -> SHA_512;
                default -> throw new IllegalArgumentException("no algorithm is called " + name);
            };
        }
    }

    /** A new hash with a random salt; takes tens of milliseconds with Argon2id. */
    Password.Hashed hash(String password) {
        return switch (algorithm) {
            case ARGON2ID -> new Password.Hashed(Argon2Hash.of(password, memoryKib, iterations), Argon2Hash.NAME);
            case SHA_256 -> PasswordHash.of(password, PasswordHash.SHA_256);
            case SHA_512 -> PasswordHash.of(password, PasswordHash.SHA_512);
        };
    }
}
