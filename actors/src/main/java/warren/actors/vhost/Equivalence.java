package warren.actors.vhost;

import java.util.Optional;
import java.util.Set;
import warren.actors.AmqpError;
import warren.persistence.event.ExchangeDefinition;
import warren.persistence.event.QueueDefinition;
import warren.routing.message.FieldTable;
import warren.routing.message.FieldValue;
import warren.routing.message.LongString;

/** Whether a second declaration says the same as the first; if not, RabbitMQ's words for the first difference. */
final class Equivalence {
    private static final Set<String> QUEUE_ARGUMENTS = Set.of(
            "x-expires",
            "x-message-ttl",
            "x-dead-letter-exchange",
            "x-dead-letter-routing-key",
            "x-dead-letter-strategy",
            "x-max-length",
            "x-max-length-bytes",
            "x-max-publish-rate",
            "x-max-publish-bytes-rate",
            "x-max-priority",
            "x-overflow",
            "x-queue-mode",
            "x-queue-version",
            "x-single-active-consumer",
            "x-queue-type",
            "x-max-in-memory-length",
            "x-max-in-memory-bytes",
            "x-delivery-limit",
            "x-delayed-retry-type",
            "x-delayed-retry-min",
            "x-delayed-retry-max",
            "x-queue-master-locator",
            "x-queue-leader-locator",
            "x-quorum-initial-group-size");

    private final String resource;

    private Equivalence(String resource) {
        this.resource = resource;
    }

    static Optional<AmqpError> ofQueue(QueueDefinition current, QueueDeclaration wanted, String virtualHost) {
        var check = new Equivalence(AmqpError.queue(current.name(), virtualHost));
        boolean durable = wanted.durable() && !wanted.exclusive();
        return check.flag("durable", durable, current.durable())
                .or(() -> check.flag("auto_delete", wanted.autoDelete(), current.autoDelete()))
                .or(() -> check.arguments(QUEUE_ARGUMENTS, wanted.arguments(), current.arguments()));
    }

    static Optional<AmqpError> ofExchange(ExchangeDefinition current, ExchangeDefinition wanted, String virtualHost) {
        var check = new Equivalence(AmqpError.exchange(current.name(), virtualHost));
        return check.value("type", wanted.type(), current.type())
                .or(() -> check.flag("durable", wanted.durable(), current.durable()))
                .or(() -> check.flag("auto_delete", wanted.autoDelete(), current.autoDelete()))
                .or(() -> check.flag("internal", wanted.internal(), current.internal()))
                .or(() -> check.arguments(Set.of("alternate-exchange"), wanted.arguments(), current.arguments()));
    }

    private Optional<AmqpError> flag(String name, boolean wanted, boolean current) {
        return value(name, String.valueOf(wanted), String.valueOf(current));
    }

    private Optional<AmqpError> value(String name, String wanted, String current) {
        return wanted.equals(current) ? Optional.empty() : difference(name, "'" + wanted + "'", "'" + current + "'");
    }

    private Optional<AmqpError> arguments(Set<String> names, FieldTable wanted, FieldTable current) {
        return names.stream()
                .sorted()
                .flatMap(name -> argument(name, wanted.get(name), current.get(name)).stream())
                .findFirst();
    }

    private Optional<AmqpError> argument(String name, Optional<FieldValue> wanted, Optional<FieldValue> current) {
        boolean isDefaultType =
                name.equals("x-queue-type") && isClassicOrMissing(wanted) && isClassicOrMissing(current);
        if (isDefaultType || same(wanted, current)) {
            return Optional.empty();
        }
        return wanted.isPresent() && current.isPresent()
                ? value(name, text(wanted.get()), text(current.get()))
                : difference(name, describe(wanted), describe(current));
    }

    private Optional<AmqpError> difference(String name, String wanted, String current) {
        return Optional.of(AmqpError.preconditionFailed("inequivalent arg '" + name + "' for " + resource
                + ": received " + wanted + " but current is " + current));
    }

    private static boolean isClassicOrMissing(Optional<FieldValue> type) {
        return type.isEmpty() || type.get().equals(LongString.of("classic"));
    }

    private static boolean same(Optional<FieldValue> left, Optional<FieldValue> right) {
        if (left.isPresent()
                && right.isPresent()
                && left.get() instanceof FieldValue.Int one
                && right.get() instanceof FieldValue.Int other) {
            return one.value() == other.value();
        }
        return left.equals(right);
    }

    private static String describe(Optional<FieldValue> value) {
        return value.map(present -> "the value '" + text(present) + "' of type '" + present.typeName() + "'")
                .orElse("none");
    }

    private static String text(FieldValue value) {
        if (value instanceof FieldValue.Int number) {
            return String.valueOf(number.value());
        }
        if (value instanceof FieldValue.Bool bool) {
            return String.valueOf(bool.value());
        }
        return value instanceof LongString string ? string.text() : value.toString();
    }
}
