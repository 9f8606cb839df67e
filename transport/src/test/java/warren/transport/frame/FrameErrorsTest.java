package warren.transport.frame;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FrameErrorsTest {
    @Test
    void bytesArePrintedAsErlangPrintsThem() {
        assertThat(FrameErrors.binary(new byte[0])).isEqualTo("<<>>");
        assertThat(FrameErrors.binary(ClientBytes.ascii("GET ~"))).isEqualTo("<<\"GET ~\">>");
        assertThat(FrameErrors.binary(ClientBytes.ascii("a\"b\\"))).isEqualTo("<<\"a\\\"b\\\\\">>");
        assertThat(FrameErrors.binary(new byte[] {'a', 0, -1, 127})).isEqualTo("<<97,0,255,127>>");
        assertThat(FrameErrors.binary(new byte[] {'a', 127})).isEqualTo("<<97,127>>");
    }

    @Test
    void argumentsArePrintedAsNumbersAlways() {
        assertThat(FrameErrors.numbers(new byte[0])).isEqualTo("<<>>");
        assertThat(FrameErrors.numbers(ClientBytes.ascii("ab"))).isEqualTo("<<97,98>>");
    }
}
