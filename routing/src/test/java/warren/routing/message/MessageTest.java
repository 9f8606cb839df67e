package warren.routing.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MessageTest {
    private static final byte[] BODY = {1, 2, 3};

    @Test
    void isPersistentByDeliveryModeTwoAlone() {
        assertThat(message(new BasicProperties.Builder().deliveryMode(2).build())
                        .isPersistent())
                .isTrue();
        assertThat(message(new BasicProperties.Builder().deliveryMode(1).build())
                        .isPersistent())
                .isFalse();
        assertThat(message(BasicProperties.NONE).isPersistent()).isFalse();
    }

    @Test
    void readsItsPropertiesOnce() {
        Message message = message(new BasicProperties.Builder().messageId("m").build());

        assertThat(message.properties().messageId()).contains("m");
        assertThat(message.properties()).isSameAs(message.properties());
    }

    @Test
    void otherPropertiesMakeAnotherMessageOfTheSameBody() {
        Message message = message(BasicProperties.NONE);
        Message changed = message.withProperties(
                new BasicProperties.Builder().replyTo("r").build());

        assertThat(changed.properties().replyTo()).contains("r");
        assertThat(changed.body()).isSameAs(message.body());
        assertThat(changed.routingKey()).isEqualTo("key");
        assertThat(message.properties().replyTo()).isEmpty();
        assertThat(changed.weight()).isGreaterThan(message.weight());
    }

    @Test
    void propertyBytesThatDoNotParseAreAMistakeOfTheCaller() {
        Message message = new Message("", "key", new byte[] {-1}, BODY);

        assertThatThrownBy(message::properties).isInstanceOf(IllegalStateException.class);
    }

    private static Message message(BasicProperties properties) {
        return Message.of("", "key", properties, BODY);
    }
}
