package warren.transport.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import warren.transport.method.ConnectionCloseOk;

class ProtocolHeaderTest {
    @ParameterizedTest
    @ValueSource(strings = {"414d515000000901", "414d515001010009"})
    void takes091_and09UnderItsOlderNumber(String hex) {
        List<Inbound> inbound = Decoded.of(new ClientBytes().hex(hex).method(0, new ConnectionCloseOk()));

        assertThat(((ProtocolHeader) inbound.get(0)).isSupported()).isTrue();
        assertThat(inbound).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "414d515000000900, '{bad_version,{0,0,9,0}}'", // 0-9-0
        "414d515001010008, '{bad_version,{1,1,0,8}}'", // 0-8
        "414d515000010000, amqp1_0_plugin_not_enabled",
        "414d515003010000, amqp1_0_plugin_not_enabled", // with SASL
        "616d717000000901, '{bad_header,<<97,109,113,112,0,0,9,1>>}'",
        "474554202f204854, '{bad_header,<<\"GET / HT\">>} (an HTTP request)'",
        "48454144202f2048, '{bad_header,<<\"HEAD / H\">>} (an HTTP request)'",
        "504f5354202f2048, '{bad_header,<<\"POST / H\">>} (an HTTP request)'",
        "505554202f204854, '{bad_header,<<\"PUT / HT\">>} (an HTTP request)'",
        "1603010200010001, '{bad_header,<<22,3,1,2,0,1,0,1>>} (a TLS hello)'"
    })
    void refusesEverythingElse_andReadsNothingAfterIt(String hex, String description) {
        List<Inbound> inbound = Decoded.of(new ClientBytes().hex(hex).method(0, new ConnectionCloseOk()));

        assertThat(inbound).hasSize(1);
        assertThat(((ProtocolHeader) inbound.get(0)).isSupported()).isFalse();
        assertThat(((ProtocolHeader) inbound.get(0)).describe()).isEqualTo(description);
    }

    @Test
    void isAwaitedUntilItsLastByte() {
        assertThat(Decoded.of(new ClientBytes().hex("414d5150000009"))).isEmpty();
        assertThat(Decoded.of(new ClientBytes().hex("474554202f2048"))).isEmpty();
    }

    @Test
    void theAnswerToAWrongOneIsTheVersionThatIsSpoken() {
        assertThat(ProtocolHeader.expected()).isEqualTo(ClientBytes.GREETING);
        ProtocolHeader.expected()[0] = 0;
        assertThat(ProtocolHeader.expected()[0]).isEqualTo((byte) 'A');
    }
}
