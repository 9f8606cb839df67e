package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class QueueArgumentErrorsIT {
    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.shared();

    @RegisterExtension
    final Clients clients = new Clients(broker);

    static Stream<Arguments> badArguments() {
        return Stream.of(
                Arguments.of("x-message-ttl", -1, "{value_negative,-1}"),
                Arguments.of("x-message-ttl", "60000", "\"expected integer, got longstr\""),
                Arguments.of("x-message-ttl", 315_360_000_001L, "{value_too_large,315360000001}"),
                Arguments.of("x-expires", 0, "{value_zero,0}"),
                Arguments.of("x-expires", -5, "{value_negative,-5}"),
                Arguments.of("x-expires", "x", "\"expected integer, got longstr\""),
                Arguments.of("x-max-length", -1, "{value_negative,-1}"),
                Arguments.of("x-max-length", "x", "\"expected integer, got longstr\""),
                Arguments.of("x-max-length-bytes", -1, "{value_negative,-1}"),
                Arguments.of("x-max-priority", 256, "{max_value_exceeded,256}"),
                Arguments.of("x-max-priority", -1, "{value_negative,-1}"),
                Arguments.of("x-overflow", "explode", "invalid_overflow"),
                Arguments.of("x-dead-letter-routing-key", "key", "routing_key_but_no_dlx_defined"),
                Arguments.of("x-dead-letter-routing-key", 5, "{unacceptable_type,signedint}"),
                Arguments.of("x-queue-mode", "quick", "\"unsupported queue mode 'quick'\""),
                Arguments.of("x-queue-mode", 7, "{unacceptable_type,signedint}"),
                Arguments.of("x-queue-version", 3, "\"unsupported queue version '3'\""),
                Arguments.of("x-queue-version", -1, "{value_negative,-1}"),
                Arguments.of("x-queue-version", "2", "\"expected integer, got longstr\""),
                Arguments.of("x-queue-type", 7, "{unacceptable_type,signedint}"),
                Arguments.of("x-overflow", 7, "{unacceptable_type,signedint}"),
                Arguments.of("x-message-ttl", true, "\"expected integer, got bool\""),
                Arguments.of("x-expires", 315_360_000_001L, "{value_too_large,315360000001}"),
                Arguments.of("x-single-active-consumer", "yes", "{unacceptable_type,longstr}"));
    }

    @ParameterizedTest
    @MethodSource("badArguments")
    void aBadValueIsRefusedWithItsReason(String argument, Object value, String reason) throws Exception {
        Channel channel = clients.channel();
        String queue = clients.name("bad");
        assertThat(Closed.by(() -> channel.queueDeclare(queue, false, true, false, Map.of(argument, value))))
                .isEqualToIgnoringWhitespace("channel 406 PRECONDITION_FAILED - invalid arg '" + argument
                        + "' for queue '" + queue + "' in vhost '/': " + reason);
    }

    @Test
    void aDeadLetterExchangeMustBeAString() throws Exception {
        Channel channel = clients.channel();
        String queue = clients.name("bad");
        assertThat(Closed.by(
                        () -> channel.queueDeclare(queue, false, true, false, Map.of("x-dead-letter-exchange", 5))))
                .isEqualTo("channel 406 PRECONDITION_FAILED - invalid type 'signedint' for arg"
                        + " 'x-dead-letter-exchange' in queue '" + queue + "' in vhost '/'");
    }

    @Test
    void anAlternateExchangeMustBeAString() throws Exception {
        Channel channel = clients.channel();
        String exchange = clients.name("bad");
        assertThat(Closed.by(() ->
                        channel.exchangeDeclare(exchange, "fanout", false, true, Map.of("alternate-exchange", 5))))
                .isEqualTo("channel 406 PRECONDITION_FAILED - invalid type 'signedint' for arg 'alternate-exchange'"
                        + " in exchange '" + exchange + "' in vhost '/'");
    }

    @Test
    void anUnknownQueueTypeIsRefused() throws Exception {
        Channel channel = clients.channel();
        String queue = clients.name("bad");
        assertThat(Closed.by(() -> channel.queueDeclare(queue, true, false, false, Map.of("x-queue-type", "magic"))))
                .isEqualTo("channel 406 PRECONDITION_FAILED - invalid arg 'x-queue-type' for queue '" + queue
                        + "' in vhost '/': \"unsupported queue type 'magic'\"");
    }

    @Test
    void theClassicQueueTypeIsNoDifference() throws Exception {
        Channel channel = clients.channel();
        String queue = clients.name("classic");
        channel.queueDeclare(queue, false, true, false, Map.of("x-queue-type", "classic"));
        channel.queueDeclare(queue, false, true, false, null);
    }

    @Test
    void anUnknownArgumentIsTaken() throws Exception {
        clients.channel().queueDeclare(clients.name("any"), false, true, false, Map.of("x-whatever", "x"));
    }
}
