package warren.actors.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import warren.actors.info.OperatorError;
import warren.routing.message.BasicProperties;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;
import warren.routing.message.Message;

class MessageFilterTest {
    private final Message message = Message.of(
            "x",
            "orders.new",
            new BasicProperties.Builder()
                    .messageId("id-7")
                    .headers(FieldTable.of("customer", FieldValue.of(42L)))
                    .build(),
            "the body (a+b)".getBytes(StandardCharsets.UTF_8));

    private boolean passes(String text, boolean regex, Map<String, String> headers, Map<String, String> properties)
            throws OperatorError {
        long soon = System.nanoTime() + 50_000_000;
        return MessageFilter.of(Optional.of(text).filter(each -> !each.isEmpty()), regex, headers, properties)
                .matches(message, soon);
    }

    @Test
    void findsTextInBodyKeyPropertiesAndHeaders() throws OperatorError {
        assertThat(passes("(a+b)", false, Map.of(), Map.of())).isTrue();
        assertThat(passes("orders", false, Map.of(), Map.of())).isTrue();
        assertThat(passes("id-7", false, Map.of(), Map.of())).isTrue();
        assertThat(passes("42", false, Map.of(), Map.of())).isTrue();
        assertThat(passes("nothing", false, Map.of(), Map.of())).isFalse();
        assertThat(passes("body .a.b.$", true, Map.of(), Map.of())).isTrue();
    }

    @Test
    void wantsAllHeadersAndProperties() throws OperatorError {
        assertThat(passes("", false, Map.of("customer", "42"), Map.of("message_id", "id-7")))
                .isTrue();
        assertThat(passes("", false, Map.of("customer", "43"), Map.of())).isFalse();
        assertThat(passes("", false, Map.of(), Map.of("routing_key", "orders"))).isFalse();
    }

    @Test
    void refusesWhatIsNoExpression() {
        assertThatThrownBy(() -> passes("(", true, Map.of(), Map.of())).hasMessageContaining("invalid regular");
    }

    /** It would take longer than the world exists. */
    @Test
    void givesUpAnExpressionThatDoesNotEnd() throws OperatorError {
        Message endless = new Message("", "a".repeat(200), new byte[2], new byte[0]);
        var filter = MessageFilter.of(Optional.of("(a*)*b"), true, Map.of(), Map.of());
        assertThat(filter.matches(endless, System.nanoTime())).isFalse();
    }
}
