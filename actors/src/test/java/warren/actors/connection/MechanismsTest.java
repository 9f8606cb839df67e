package warren.actors.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import warren.transport.tls.TlsSession;

class MechanismsTest {
    private static final List<String> ALL = List.of("PLAIN", "AMQPLAIN", "EXTERNAL");

    @Test
    void offersWhatIsSet_inThatOrder() {
        assertThat(Mechanisms.of(List.of("AMQPLAIN", "PLAIN"), Optional.empty()).text())
                .isEqualTo("AMQPLAIN PLAIN");
    }

    @Test
    void offersExternalOnlyToThoseWhoHaveShownACertificate() {
        var stranger = new TlsSession("tlsv1.3", "any", "aes_256_gcm", "aead", Optional.empty());

        assertThat(Mechanisms.of(ALL, Optional.empty()).text()).isEqualTo("PLAIN AMQPLAIN");
        assertThat(Mechanisms.of(ALL, Optional.of(stranger)).text()).isEqualTo("PLAIN AMQPLAIN");
    }

    @Test
    void tellsWhatIsUnknownFromWhatIsNotOffered() {
        var mechanisms = Mechanisms.of(ALL, Optional.empty());

        assertThat(mechanisms.refusal("PLAIN")).isEmpty();
        assertThat(mechanisms.refusal("EXTERNAL").orElseThrow().text())
                .isEqualTo("invalid authentication mechanism 'EXTERNAL'");
        assertThat(mechanisms.refusal("FOO").orElseThrow().text()).isEqualTo("unknown authentication mechanism 'FOO'");
    }
}
