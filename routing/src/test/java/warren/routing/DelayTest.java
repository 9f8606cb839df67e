package warren.routing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import warren.routing.message.BasicProperties;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;
import warren.routing.message.IntType;
import warren.routing.message.Message;

class DelayTest {
    private static Message with(FieldValue delay) {
        var headers = FieldTable.of("x-delay", delay);
        return Message.of(
                "x", "k", BasicProperties.NONE.toBuilder().headers(headers).build(), new byte[0]);
    }

    private static long millis(FieldValue delay) {
        return Delay.millis(with(delay));
    }

    @Test
    void wholeNumbersFractionsAndTextCount_asInThePlugIn() {
        assertThat(millis(FieldValue.of(5))).isEqualTo(5);
        assertThat(millis(new FieldValue.Int(IntType.INT8, 5))).isEqualTo(5);
        assertThat(millis(FieldValue.of("5"))).isEqualTo(5);
        assertThat(millis(new FieldValue.Float64(5.9))).isEqualTo(5);
        assertThat(millis(new FieldValue.Float32(5.9f))).isEqualTo(5);
    }

    @Test
    void yearsCount() {
        assertThat(millis(FieldValue.of(1L << 50))).isEqualTo(1L << 50);
    }

    @Test
    void whatIsNoDelayIsNone() {
        assertThat(millis(FieldValue.of(-5))).isZero();
        assertThat(millis(FieldValue.of(0))).isZero();
        assertThat(millis(FieldValue.of("soon"))).isZero();
        assertThat(millis(FieldValue.of(true))).isZero();
        assertThat(Delay.millis(Message.of("x", "k", BasicProperties.NONE, new byte[0])))
                .isZero();
    }

    @Test
    void theHeaderIsNegatedWhenTheDelayIsOver_whateverItsType() {
        assertThat(Delay.over(with(FieldValue.of("5"))).properties().headers())
                .isEqualTo(FieldTable.of("x-delay", FieldValue.of(-5L)));
        Message plain = Message.of("x", "k", BasicProperties.NONE, new byte[0]);
        assertThat(Delay.over(plain)).isSameAs(plain);
    }
}
