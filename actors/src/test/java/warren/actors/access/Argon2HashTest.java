package warren.actors.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Argon2HashTest {
    /** From the tests of the reference implementation: 256 KiB, two iterations. */
    private static final String EXAMPLE =
            "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";

    @Test
    void readsWhatOthersHaveWritten() {
        assertThat(Argon2Hash.matches(inBase64(EXAMPLE), "password")).isTrue();
        assertThat(Argon2Hash.matches(inBase64(EXAMPLE), "passwore")).isFalse();
    }

    @Test
    void fitsItsPasswordAlone_andSaysWhatItCost() {
        String hash = Argon2Hash.of("sécret", 1024, 3);

        assertThat(new String(Base64.getDecoder().decode(hash), StandardCharsets.US_ASCII))
                .startsWith("$argon2id$v=19$m=1024,t=3,p=1$");
        assertThat(Argon2Hash.matches(hash, "sécret")).isTrue();
        assertThat(Argon2Hash.matches(hash, "secret")).isFalse();
        assertThat(Argon2Hash.matches(hash, "")).isFalse();
    }

    @Test
    void isSaltedAnewEachTime() {
        assertThat(Argon2Hash.of("same", 64, 1)).isNotEqualTo(Argon2Hash.of("same", 64, 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "password",
                "$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=16$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$",
                // what would cost a gigabyte, a minute or divide by nothing
                "$argon2id$v=19$m=1048576,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=256,t=999,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=256,t=2,p=0$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
                "$argon2id$v=19$m=4,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4",
            })
    void fitsNothing_whenItCannotBeRead(String encoded) {
        assertThat(Argon2Hash.isReadable(inBase64(encoded))).isFalse();
        assertThat(Argon2Hash.matches(inBase64(encoded), "password")).isFalse();
    }

    @Test
    void mustBeInBase64() {
        assertThat(Argon2Hash.isReadable(inBase64(EXAMPLE))).isTrue();
        assertThat(Argon2Hash.isReadable(EXAMPLE)).isFalse();
    }

    private static String inBase64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }
}
