package warren.actors.vhost;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import warren.actors.AmqpError;
import warren.persistence.event.ExchangeDefinition;
import warren.persistence.event.QueueDefinition;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;
import warren.routing.message.IntType;

class EquivalenceTest {
    private static final FieldTable LAZY = FieldTable.of("x-queue-mode", FieldValue.of("lazy"));
    private static final ExchangeDefinition EXCHANGE =
            new ExchangeDefinition("x", "direct", true, false, false, FieldTable.EMPTY);

    @Test
    void findsNoDifferenceInTheSame() {
        assertQueue(queue(true, false, LAZY), declaration(true, false, LAZY), "");
        assertThat(Equivalence.ofExchange(EXCHANGE, EXCHANGE, "/")).isEmpty();
    }

    @Test
    void tellsTheFirstDifferenceOfAQueue() {
        assertQueue(
                queue(true, false, FieldTable.EMPTY),
                declaration(false, true, LAZY),
                "inequivalent arg 'durable' for queue 'q' in vhost '/': received 'false' but current is 'true'");
        assertQueue(
                queue(true, false, FieldTable.EMPTY),
                declaration(true, true, LAZY),
                "inequivalent arg 'auto_delete' for queue 'q' in vhost '/': received 'true' but current is 'false'");
        assertQueue(
                queue(true, false, FieldTable.EMPTY),
                declaration(true, false, LAZY),
                "inequivalent arg 'x-queue-mode' for queue 'q' in vhost '/': received the value 'lazy' of type"
                        + " 'longstr' but current is none");
        assertQueue(
                queue(true, false, LAZY),
                declaration(true, false, FieldTable.EMPTY),
                "inequivalent arg 'x-queue-mode' for queue 'q' in vhost '/': received none but current is the value"
                        + " 'lazy' of type 'longstr'");
    }

    @Test
    void takesAnExclusiveQueueForTransient() {
        var exclusive = new QueueDeclaration("q", true, true, false, FieldTable.EMPTY);

        assertThat(Equivalence.ofQueue(queue(false, false, FieldTable.EMPTY), exclusive, "/"))
                .isEmpty();
    }

    @Test
    void comparesNumbersByValue() {
        assertQueue(
                queue(true, false, FieldTable.of("x-max-length", new FieldValue.Int(IntType.INT8, 5))),
                declaration(true, false, FieldTable.of("x-max-length", FieldValue.of(5L))),
                "");
    }

    @Test
    void overlooksArgumentsThatMeanNothing() {
        assertQueue(
                queue(true, false, FieldTable.EMPTY),
                declaration(true, false, FieldTable.of("x-mine", FieldValue.of(1))),
                "");
        assertQueue(
                queue(true, false, FieldTable.EMPTY),
                declaration(true, false, FieldTable.of("x-queue-type", FieldValue.of("classic"))),
                "");
    }

    @Test
    void tellsTheFirstDifferenceOfAnExchange() {
        assertExchange(
                new ExchangeDefinition("x", "topic", false, false, false, FieldTable.EMPTY),
                "inequivalent arg 'type' for exchange 'x' in vhost '/': received 'topic' but current is 'direct'");
        assertExchange(
                new ExchangeDefinition("x", "direct", false, true, true, FieldTable.EMPTY),
                "inequivalent arg 'durable' for exchange 'x' in vhost '/': received 'false' but current is 'true'");
        assertExchange(
                new ExchangeDefinition("x", "direct", true, true, true, FieldTable.EMPTY),
                "inequivalent arg 'auto_delete' for exchange 'x' in vhost '/': received 'true' but current is 'false'");
        assertExchange(
                new ExchangeDefinition("x", "direct", true, false, true, FieldTable.EMPTY),
                "inequivalent arg 'internal' for exchange 'x' in vhost '/': received 'true' but current is 'false'");
        assertExchange(
                new ExchangeDefinition(
                        "x", "direct", true, false, false, FieldTable.of("alternate-exchange", FieldValue.of("a"))),
                "inequivalent arg 'alternate-exchange' for exchange 'x' in vhost '/': received the value 'a' of type"
                        + " 'longstr' but current is none");
    }

    private static void assertExchange(ExchangeDefinition wanted, String difference) {
        assertThat(Equivalence.ofExchange(EXCHANGE, wanted, "/")).contains(AmqpError.preconditionFailed(difference));
    }

    private static void assertQueue(QueueDefinition current, QueueDeclaration wanted, String difference) {
        assertThat(Equivalence.ofQueue(current, wanted, "/")
                        .map(AmqpError::text)
                        .orElse(""))
                .isEqualTo(difference);
    }

    private static QueueDefinition queue(boolean durable, boolean autoDelete, FieldTable arguments) {
        return new QueueDefinition("q", 1, durable, autoDelete, arguments);
    }

    private static QueueDeclaration declaration(boolean durable, boolean autoDelete, FieldTable arguments) {
        return new QueueDeclaration("q", durable, false, autoDelete, arguments);
    }
}
