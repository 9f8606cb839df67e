package warren.management.rules;

import java.util.Base64;

/** What a user's password may be given as. */
public final class UserRules {
    /** How a hash was made when nothing is said of it. */
    public static final String ALGORITHM = "rabbit_password_hashing_sha256";

    private UserRules() {}

    /** True for a hash in base 64, and for none: such a user cannot log in. */
    public static boolean isHash(String text) {
        try {
            Base64.getDecoder().decode(text);
            return true;
        } catch (IllegalArgumentException other) {
            return false;
        }
    }
}
