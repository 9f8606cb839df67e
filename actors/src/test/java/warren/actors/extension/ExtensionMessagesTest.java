package warren.actors.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import warren.exchange.ExchangeMessage;
import warren.exchange.MessageProperties;
import warren.exchange.OutgoingMessage;
import warren.exchange.Routing;
import warren.routing.Delay;
import warren.routing.message.BasicProperties;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;
import warren.routing.message.IntType;
import warren.routing.message.Message;

class ExtensionMessagesTest {
    private static Message message(FieldTable headers) {
        return Message.of(
                "x", "k", new BasicProperties.Builder().headers(headers).build(), new byte[] {1, 2});
    }

    @Test
    void valuesOfEveryTypeComeAsJavaValues_andGoBack() {
        var table = FieldTable.of("text", FieldValue.of("t"))
                .with("bool", FieldValue.of(true))
                .with("int", FieldValue.of(-5))
                .with("long", FieldValue.of(1L << 40))
                .with("byte", new FieldValue.Int(IntType.INT8, -1))
                .with("short", new FieldValue.Int(IntType.INT16, 300))
                .with("float", new FieldValue.Float32(1.5f))
                .with("double", new FieldValue.Float64(2.5))
                .with("decimal", new FieldValue.Decimal(2, 314))
                .with("time", new FieldValue.Timestamp(1_000))
                .with("list", new FieldValue.Array(List.of(FieldValue.of(1), FieldValue.of("two"))))
                .with("table", FieldTable.of("inner", FieldValue.of(3)))
                .with("void", new FieldValue.NoValue());
        Map<String, Object> seen = ExtensionMessages.arguments(table);

        assertThat(seen)
                .containsEntry("text", "t")
                .containsEntry("byte", (byte) -1)
                .containsEntry("decimal", new BigDecimal("3.14"))
                .containsEntry("time", Instant.ofEpochSecond(1_000))
                .containsEntry("list", List.of(1, "two"))
                .containsEntry("table", Map.of("inner", 3))
                .containsEntry("void", null);
        assertThat(FieldValues.toTable(seen)).isEqualTo(table);
    }

    @Test
    void changedHeadersLeaveTheOthersAsTheyWere() {
        var unsigned = new FieldValue.Int(IntType.UINT16, 40_000);
        Message changed = ExtensionMessages.changed(
                message(FieldTable.of("kept", unsigned).with("gone", FieldValue.of(1))),
                Routing.nowhere().withHeader("new", "v").withoutHeader("gone"));

        assertThat(changed.properties().headers())
                .isEqualTo(FieldTable.of("kept", unsigned).with("new", FieldValue.of("v")));
        assertThat(changed.body()).containsExactly(1, 2);
    }

    @Test
    void refusesValuesThatHaveNoFormOnTheWire() {
        Message plain = message(FieldTable.EMPTY);
        assertThatThrownBy(
                        () -> ExtensionMessages.changed(plain, Routing.nowhere().withHeader("h", new Object())))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        ExtensionMessages.changed(plain, Routing.nowhere().withHeader("h", "x".repeat(200_000))))
                .hasMessageContaining("headers of more than");
    }

    @Test
    void whatWaitsHasADelay() {
        Message waiting = ExtensionMessages.delayed(message(FieldTable.EMPTY), Duration.ofSeconds(2));
        assertThat(Delay.millis(waiting)).isEqualTo(2_000);
    }

    @Test
    void propertiesOfAnOutgoingMessageArriveAsTheyWereSet() {
        MessageProperties properties = MessageProperties.builder()
                .header("h", 1)
                .contentType("text/plain")
                .persistent(true)
                .priority(7)
                .correlationId("c")
                .timestamp(Instant.ofEpochSecond(5))
                .build();
        Message sent =
                ExtensionMessages.toBroker(new OutgoingMessage("x", "k", properties, ByteString.fromString("hi")));
        ExchangeMessage seen = ExtensionMessages.toExtension(sent, false);

        assertThat(seen.body().utf8String()).isEqualTo("hi");
        assertThat(seen.headers()).isEqualTo(Map.of("h", 1));
        assertThat(seen.properties().isPersistent()).isTrue();
        assertThat(seen.properties().priority()).hasValue(7);
        assertThat(seen.properties().correlationId()).contains("c");
        assertThat(seen.properties().timestamp()).contains(Instant.ofEpochSecond(5));
        assertThat(seen.properties().replyTo()).isEmpty();
    }
}
