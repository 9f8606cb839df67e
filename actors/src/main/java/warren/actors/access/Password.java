package warren.actors.access;

/** A user's password, as whoever sets it gives it. */
public sealed interface Password {
    /** As the user types it; it is hashed before it is kept. */
    record Plain(String text) implements Password {
        /** Nothing of it. */
        @Override
        public String toString() {
            return "Plain[]";
        }
    }

    /**
     * A hash, as RabbitMQ writes it in definitions.
     *
     * @param hash in base 64; empty: nobody logs in with a password
     * @param algorithm RabbitMQ's name of the algorithm, or {@link Argon2Hash#NAME}
     */
    record Hashed(String hash, String algorithm) implements Password {
        /** Nobody logs in with a password. */
        public static final Hashed NONE = new Hashed("", PasswordHash.SHA_256);

        /** True when passwords can be compared with hashes of this algorithm. */
        public static boolean isKnown(String algorithm) {
            return PasswordHash.isKnown(algorithm) || algorithm.equals(Argon2Hash.NAME);
        }

        /** Nothing of it: a hash is a secret too. */
        @Override
        public String toString() {
            return "Hashed[" + algorithm + "]";
        }

        /** True when passwords can be compared with this one; an empty hash fits none. */
        public boolean isReadable() {
            return hash.isEmpty()
                    || (algorithm.equals(Argon2Hash.NAME)
                            ? Argon2Hash.isReadable(hash)
                            : PasswordHash.isReadable(hash));
        }

        /** True when this is its password. Takes a while for a slow algorithm: see {@link #isSlow}. */
        boolean matches(String password) {
            return algorithm.equals(Argon2Hash.NAME)
                    ? Argon2Hash.matches(hash, password)
                    : PasswordHash.matches(hash, algorithm, password);
        }

        /** True when a comparison takes tens of milliseconds, and megabytes. */
        boolean isSlow() {
            return algorithm.equals(Argon2Hash.NAME) && !hash.isEmpty();
        }
    }
}
