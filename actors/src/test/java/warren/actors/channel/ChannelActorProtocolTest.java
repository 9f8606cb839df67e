package warren.actors.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ChannelActorProtocolTest {
    /** Pekko's builders pass a message without a handler to {@code unhandled}, where hardly anyone hears it. */
    @Test
    void hasAMethodForEachOfItsMessages() {
        assertThat(Arrays.stream(ChannelActor.class.getDeclaredMethods()).map(Method::getName))
                .containsAll(Arrays.stream(ChannelActor.Message.class.getPermittedSubclasses())
                        .map(message -> "on" + message.getSimpleName())
                        .toList());
    }
}
