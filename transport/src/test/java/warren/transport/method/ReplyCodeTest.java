package warren.transport.method;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ReplyCodeTest {
    @Test
    void hardErrorsEndTheConnection_softOnesTheChannel() {
        assertThat(Arrays.stream(ReplyCode.values())
                        .filter(ReplyCode::endsConnection)
                        .map(ReplyCode::code))
                .containsExactly(320, 402, 501, 502, 503, 504, 505, 506, 530, 540, 541);
        assertThat(Arrays.stream(ReplyCode.values())
                        .filter(code -> !code.endsConnection())
                        .map(ReplyCode::code))
                .containsExactly(200, 311, 312, 313, 403, 404, 405, 406);
    }
}
