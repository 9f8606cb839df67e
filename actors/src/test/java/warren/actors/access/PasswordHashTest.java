package warren.actors.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import org.junit.jupiter.api.Test;

class PasswordHashTest {
    /** The example of RabbitMQ's documentation ("test12" with salt 908DC60A). */
    private static final String EXAMPLE = "kI3GCqW5JLMJa4iX1lo7X4D6XbYqlLgxIs30+P6tENUV2POR";

    @Test
    void isRabbitMqs() {
        byte[] salt = {(byte) 0x90, (byte) 0x8d, (byte) 0xc6, 0x0a};

        assertThat(PasswordHash.encode(salt, "test12", PasswordHash.SHA_256)).isEqualTo(EXAMPLE);
        assertThat(PasswordHash.matches(EXAMPLE, PasswordHash.SHA_256, "test12"))
                .isTrue();
    }

    @Test
    void fitsItsPasswordAlone() {
        String hash = PasswordHash.of("sécret", PasswordHash.SHA_256).hash();

        assertThat(PasswordHash.matches(hash, PasswordHash.SHA_256, "sécret")).isTrue();
        assertThat(PasswordHash.matches(hash, PasswordHash.SHA_256, "secret")).isFalse();
        assertThat(PasswordHash.matches(hash, PasswordHash.SHA_256, "")).isFalse();
        assertThat(PasswordHash.matches(hash, PasswordHash.SHA_512, "sécret")).isFalse();
    }

    @Test
    void isSaltedAnewEachTime() {
        assertThat(PasswordHash.of("same", PasswordHash.SHA_256))
                .isNotEqualTo(PasswordHash.of("same", PasswordHash.SHA_256));
    }

    @Test
    void knowsTheLongerDigest() {
        byte[] salt = {1, 2, 3, 4};
        String hash = PasswordHash.encode(salt, "p", PasswordHash.SHA_512);

        assertThat(Base64.getDecoder().decode(hash)).hasSize(4 + 64);
        assertThat(PasswordHash.matches(hash, PasswordHash.SHA_512, "p")).isTrue();
    }

    @Test
    void fitsNothingWhenItIsEmpty() {
        assertThat(PasswordHash.matches("", PasswordHash.SHA_256, "")).isFalse();
        assertThat(PasswordHash.matches("AQIDBA==", PasswordHash.SHA_256, "")).isFalse();
    }
}
