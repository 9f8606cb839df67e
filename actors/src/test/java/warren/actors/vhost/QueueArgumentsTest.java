package warren.actors.vhost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import warren.actors.AmqpError;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;

class QueueArgumentsTest {
    @Test
    void mayBeNone_orAnyThatNobodyKnows() {
        assertThat(check(FieldTable.EMPTY)).isEmpty();
        assertThat(check(FieldTable.of("x-whatever", FieldValue.of(true)))).isEmpty();
        assertThat(check(FieldTable.of("x-queue-type", FieldValue.of("classic"))))
                .isEmpty();
        assertThat(check(FieldTable.of("x-queue-mode", FieldValue.of("lazy")))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "x-expires, 0, '{value_zero,0}'",
        "x-expires, -1, '{value_negative,-1}'",
        "x-message-ttl, -1, '{value_negative,-1}'",
        "x-message-ttl, 315360000001, '{value_too_large,315360000001}'",
        "x-max-length, -2, '{value_negative,-2}'",
        "x-max-length-bytes, -2, '{value_negative,-2}'",
        "x-max-priority, 256, '{max_value_exceeded,256}'",
        "x-consumer-timeout, 0, '{value_zero,0}'"
    })
    void areRefusedWithTheReason_whenTheirNumberIsWrong(String name, long value, String reason) {
        assertRefused(name, FieldValue.of(value), reason);
    }

    @Test
    void areRefusedWithTheReason_whenTheirTypeIsWrong() {
        assertRefused("x-max-length", FieldValue.of("5"), "\"expected integer, got longstr\"");
        assertRefused("x-overflow", FieldValue.of(true), "{unacceptable_type,bool}");
        assertRefused("x-overflow", FieldValue.of("drop-tail"), "invalid_overflow");
        assertRefused("x-single-active-consumer", FieldValue.of("true"), "{unacceptable_type,longstr}");
        assertRefused("x-delivery-limit", FieldValue.of(-1L), "{value_negative,-1}");
        assertRefused("x-queue-mode", FieldValue.of("quick"), "\"unsupported queue mode 'quick'\"");
        assertRefused("x-queue-type", FieldValue.of("odd"), "\"unsupported queue type 'odd'\"");
        assertRefused("x-dead-letter-routing-key", FieldValue.of("k"), "routing_key_but_no_dlx_defined");
        assertRefused("x-dead-letter-routing-key", FieldValue.of(5), "{unacceptable_type,signedint}");
    }

    @Test
    void nameTheTypeOfAWrongDeadLetterExchange() {
        assertThat(check(FieldTable.of("x-dead-letter-exchange", FieldValue.of(true))))
                .contains(AmqpError.preconditionFailed(
                        "invalid type 'bool' for arg 'x-dead-letter-exchange' in queue 'q' in vhost '/'"));
    }

    @ParameterizedTest
    @CsvSource({"classic, x-max-age", "quorum, x-max-priority", "stream, x-overflow"})
    void areRefusedWhenTheTypeDoesNotTakeThem(String type, String name) {
        var arguments = FieldTable.of("x-queue-type", FieldValue.of(type)).with(name, FieldValue.of("x"));
        assertThat(check(arguments))
                .contains(AmqpError.preconditionFailed("invalid arg '" + name
                        + "' for queue 'q' in vhost '/' of queue type rabbit_" + type + "_queue"));
    }

    @Test
    void ofAQuorumQueueMayLiftItsLimit() {
        var arguments = FieldTable.of("x-queue-type", FieldValue.of("quorum"));
        assertThat(check(arguments.with("x-delivery-limit", FieldValue.of(-1L))))
                .isEmpty();
    }

    @Test
    void ofAStreamSayHowLongItKeepsItsMessages() {
        var arguments = FieldTable.of("x-queue-type", FieldValue.of("stream"));
        assertThat(check(arguments.with("x-max-age", FieldValue.of("7D")))).isEmpty();
        assertThat(check(arguments.with("x-max-age", FieldValue.of("0D"))))
                .contains(AmqpError.preconditionFailed(
                        "invalid arg 'x-max-age' for queue 'q' in vhost '/': invalid_max_age"));
    }

    private static void assertRefused(String name, FieldValue value, String reason) {
        assertThat(check(FieldTable.of(name, value)))
                .contains(AmqpError.preconditionFailed(
                        "invalid arg '" + name + "' for queue 'q' in vhost '/': " + reason));
    }

    private static Optional<AmqpError> check(FieldTable arguments) {
        return QueueArguments.check(new QueueDeclaration("q", true, false, false, arguments), "/");
    }
}
