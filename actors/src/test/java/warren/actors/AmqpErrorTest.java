package warren.actors;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AmqpErrorTest {
    @Test
    void namesItsCode() {
        assertThat(AmqpError.noQueue("q", "/").replyText()).isEqualTo("NOT_FOUND - no queue 'q' in vhost '/'");
    }

    @Test
    void fitsAShortString_withoutHalfACharacter() {
        for (int length = 230; length < 260; length++) {
            String text =
                    AmqpError.notFound("x".repeat(length) + "é".repeat(40)).replyText();

            assertThat(text.getBytes(StandardCharsets.UTF_8).length).isBetween(254, 255);
            assertThat(text).doesNotContain("\ufffd").startsWith("NOT_FOUND - x");
        }
    }
}
