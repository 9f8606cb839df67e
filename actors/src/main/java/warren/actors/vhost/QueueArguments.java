package warren.actors.vhost;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import warren.actors.AmqpError;
import warren.routing.message.FieldValue;
import warren.routing.message.LongString;

/**
 * The arguments of a queue: each that RabbitMQ knows is checked in its words; those that Warren does not act on are refused; any other
 * is kept and has no effect, as in RabbitMQ.
 */
final class QueueArguments {
    private static final Map<String, Check> CHECKS = new TreeMap<>(Map.ofEntries(
            Map.entry("x-expires", QueueArguments::positiveMilliseconds),
            Map.entry("x-message-ttl", QueueArguments::milliseconds),
            Map.entry("x-max-length", QueueArguments::notNegative),
            Map.entry("x-max-length-bytes", QueueArguments::notNegative),
            Map.entry("x-max-priority", QueueArguments::priority),
            Map.entry("x-delivery-limit", QueueArguments::notNegative),
            Map.entry("x-dead-letter-exchange", QueueArguments::text),
            Map.entry("x-dead-letter-routing-key", QueueArguments::text),
            Map.entry("x-dead-letter-strategy", QueueArguments::text),
            Map.entry("x-overflow", QueueArguments::overflow),
            Map.entry("x-single-active-consumer", QueueArguments::bool),
            Map.entry("x-consumer-timeout", QueueArguments::positive)));

    /** What Warren acts on; the others are refused. */
    private static final Set<String> DONE = Set.of(
            "x-dead-letter-exchange",
            "x-dead-letter-routing-key",
            "x-delivery-limit",
            "x-expires",
            "x-message-ttl",
            "x-max-length",
            "x-max-length-bytes",
            "x-overflow");

    private static final Set<String> MODES = Set.of("default", "lazy");
    private static final Set<String> TYPES = Set.of("classic", "quorum", "stream");

    private static final Set<String> OVERFLOWS = Set.of("drop-head", "reject-publish", "reject-publish-dlx");
    private static final long TEN_YEARS = 315_360_000_000L;
    private static final long PRIORITY_MAX = 255;

    private interface Check {
        Optional<String> apply(FieldValue value);
    }

    private QueueArguments() {}

    /** The error that refuses the declaration, if its arguments are wrong or ask for what Warren does not do. */
    static Optional<AmqpError> check(QueueDeclaration queue, String virtualHost) {
        for (var check : CHECKS.entrySet()) {
            Optional<FieldValue> value = queue.arguments().get(check.getKey());
            if (value.isEmpty()) {
                continue;
            }
            if (check.getKey().equals("x-dead-letter-exchange") && !(value.get() instanceof LongString)) {
                return Optional.of(AmqpError.preconditionFailed(
                        "invalid type '" + value.get().typeName() + "' for arg 'x-dead-letter-exchange' in "
                                + AmqpError.queue(queue.name(), virtualHost)));
            }
            Optional<String> reason = check.getValue().apply(value.get());
            if (reason.isPresent()) {
                return Optional.of(invalid(check.getKey(), queue, virtualHost, reason.get()));
            }
            if (check.getKey().equals("x-dead-letter-routing-key")
                    && queue.arguments().get("x-dead-letter-exchange").isEmpty()) {
                return Optional.of(invalid(check.getKey(), queue, virtualHost, "routing_key_but_no_dlx_defined"));
            }
            if (!DONE.contains(check.getKey())) {
                return Optional.of(AmqpError.notImplemented("queue argument '" + check.getKey() + "'"));
            }
        }
        return queueType(queue, virtualHost).or(() -> mode(queue, virtualHost));
    }

    private static Optional<AmqpError> queueType(QueueDeclaration queue, String virtualHost) {
        Optional<FieldValue> value = queue.arguments().get("x-queue-type");
        if (value.isEmpty() || value.get().equals(LongString.of("classic"))) {
            return Optional.empty();
        }
        if (!(value.get() instanceof LongString type)) {
            return Optional.of(invalid(
                    "x-queue-type",
                    queue,
                    virtualHost,
                    "\"expected string, got " + value.get().typeName() + "\""));
        }
        return Optional.of(
                TYPES.contains(type.text())
                        ? AmqpError.notImplemented("queue type '" + type.text() + "'")
                        : invalid(
                                "x-queue-type",
                                queue,
                                virtualHost,
                                "\"unsupported queue type '" + type.text() + "'\""));
    }

    private static Optional<AmqpError> mode(QueueDeclaration queue, String virtualHost) {
        Optional<FieldValue> value = queue.arguments().get("x-queue-mode");
        if (value.isEmpty() || (value.get() instanceof LongString mode && MODES.contains(mode.text()))) {
            return Optional.empty();
        }
        return Optional.of(invalid("x-queue-mode", queue, virtualHost, "invalid_queue_mode"));
    }

    private static AmqpError invalid(String argument, QueueDeclaration queue, String virtualHost, String reason) {
        return AmqpError.preconditionFailed(
                "invalid arg '" + argument + "' for " + AmqpError.queue(queue.name(), virtualHost) + ": " + reason);
    }

    private static Optional<String> notNegative(FieldValue value) {
        if (!(value instanceof FieldValue.Int number)) {
            return Optional.of("\"expected integer, got " + value.typeName() + "\"");
        }
        return number.value() < 0 ? Optional.of("{value_negative," + number.value() + "}") : Optional.empty();
    }

    private static Optional<String> positive(FieldValue value) {
        if (value instanceof FieldValue.Int number && number.value() == 0) {
            return Optional.of("{value_zero,0}");
        }
        return notNegative(value);
    }

    private static Optional<String> milliseconds(FieldValue value) {
        return notNegative(value).or(() -> atMost(value, "value_too_large", TEN_YEARS));
    }

    private static Optional<String> positiveMilliseconds(FieldValue value) {
        return positive(value).or(() -> atMost(value, "value_too_large", TEN_YEARS));
    }

    private static Optional<String> priority(FieldValue value) {
        return notNegative(value).or(() -> atMost(value, "max_value_exceeded", PRIORITY_MAX));
    }

    private static Optional<String> atMost(FieldValue value, String reason, long max) {
        return value instanceof FieldValue.Int number && number.value() > max
                ? Optional.of("{" + reason + "," + number.value() + "}")
                : Optional.empty();
    }

    private static Optional<String> overflow(FieldValue value) {
        return text(value)
                .or(() -> value instanceof LongString mode && OVERFLOWS.contains(mode.text())
                        ? Optional.empty()
                        : Optional.of("invalid_overflow"));
    }

    private static Optional<String> text(FieldValue value) {
        return value instanceof LongString
                ? Optional.empty()
                : Optional.of("{unacceptable_type," + value.typeName() + "}");
    }

    private static Optional<String> bool(FieldValue value) {
        return value instanceof FieldValue.Bool
                ? Optional.empty()
                : Optional.of("{unacceptable_type," + value.typeName() + "}");
    }
}
