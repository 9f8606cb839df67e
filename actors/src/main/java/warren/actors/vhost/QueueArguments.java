package warren.actors.vhost;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import warren.actors.AmqpError;
import warren.actors.queue.MaxAge;
import warren.actors.queue.QueueSettings;
import warren.routing.message.FieldValue;
import warren.routing.message.LongString;

/**
 * The arguments of a queue: each that RabbitMQ knows is checked in its words, and so is what its type asks of it. Any other is kept and
 * has no effect, as in RabbitMQ; so have those that are about several brokers.
 */
final class QueueArguments {
    private static final Map<String, Check> CHECKS = new TreeMap<>(Map.ofEntries(
            Map.entry("x-expires", QueueArguments::positiveMilliseconds),
            Map.entry("x-message-ttl", QueueArguments::milliseconds),
            Map.entry("x-max-length", QueueArguments::notNegative),
            Map.entry("x-max-length-bytes", QueueArguments::notNegative),
            Map.entry("x-max-publish-rate", QueueArguments::positive),
            Map.entry("x-max-publish-bytes-rate", QueueArguments::positive),
            Map.entry("x-max-priority", QueueArguments::priority),
            Map.entry("x-dead-letter-exchange", QueueArguments::text),
            Map.entry("x-dead-letter-routing-key", QueueArguments::text),
            Map.entry("x-dead-letter-strategy", QueueArguments::strategy),
            Map.entry("x-quorum-initial-group-size", QueueArguments::positive),
            Map.entry("x-initial-cluster-size", QueueArguments::positive),
            Map.entry("x-max-age", QueueArguments::maxAge),
            Map.entry("x-stream-max-segment-size-bytes", QueueArguments::notNegative),
            Map.entry("x-stream-filter-size-bytes", QueueArguments::notNegative),
            Map.entry("x-queue-leader-locator", QueueArguments::locator),
            Map.entry("x-overflow", QueueArguments::overflow),
            Map.entry("x-queue-mode", QueueArguments::mode),
            Map.entry("x-queue-version", QueueArguments::version),
            Map.entry("x-single-active-consumer", QueueArguments::bool),
            Map.entry("x-message-deduplication", QueueArguments::bool),
            Map.entry("x-delayed-retry-type", QueueArguments::retryType),
            Map.entry("x-delayed-retry-min", QueueArguments::positiveMilliseconds),
            Map.entry("x-delayed-retry-max", QueueArguments::positiveMilliseconds),
            Map.entry("x-consumer-timeout", QueueArguments::positive)));

    /** Arguments that RabbitMQ knows and that a type of queue does not take. Warren's classic queues do take x-delivery-limit. */
    private static final Map<String, Set<String>> NOT_TAKEN = Map.of(
            "classic",
            Set.of(
                    "x-dead-letter-strategy",
                    "x-initial-cluster-size",
                    "x-max-age",
                    "x-max-in-memory-bytes",
                    "x-max-in-memory-length",
                    "x-quorum-initial-group-size",
                    "x-stream-filter-size-bytes",
                    "x-stream-max-segment-size-bytes"),
            "quorum",
            Set.of(
                    "x-initial-cluster-size",
                    "x-max-age",
                    "x-max-priority",
                    "x-queue-master-locator",
                    "x-queue-mode",
                    "x-queue-version",
                    "x-stream-filter-size-bytes",
                    "x-stream-max-segment-size-bytes"),
            "stream",
            Set.of(
                    "x-dead-letter-exchange",
                    "x-dead-letter-routing-key",
                    "x-consumer-timeout",
                    "x-dead-letter-strategy",
                    "x-delivery-limit",
                    "x-expires",
                    "x-max-in-memory-bytes",
                    "x-max-in-memory-length",
                    "x-max-length",
                    "x-max-priority",
                    "x-message-ttl",
                    "x-overflow",
                    "x-queue-master-locator",
                    "x-queue-mode",
                    "x-queue-version",
                    "x-quorum-initial-group-size",
                    "x-single-active-consumer"));

    private static final Set<Long> VERSIONS = Set.of(1L, 2L);
    private static final Set<String> MODES = Set.of("default", "lazy");
    private static final Set<String> STRATEGIES = Set.of("at-most-once", "at-least-once");
    private static final Set<String> LOCATORS = Set.of("client-local", "balanced", "random", "least-leaders");

    private static final Set<String> RETRY_TYPES = Set.of("all", "failed", "returned", "disabled");
    private static final Set<String> OVERFLOWS = Set.of("drop-head", "reject-publish", "reject-publish-dlx");
    private static final long TEN_YEARS = 315_360_000_000L;
    private static final long PRIORITY_MAX = 255;

    private interface Check {
        Optional<String> apply(FieldValue value);
    }

    private QueueArguments() {}

    /** The error that refuses the declaration, if its arguments are wrong or ask for what Warren does not do. */
    static Optional<AmqpError> check(QueueDeclaration queue, String virtualHost) {
        return unknownType(queue, virtualHost).or(() -> {
            String type = queue.arguments().text("x-queue-type").orElse("classic");
            return notTaken(queue, virtualHost, type)
                    .or(() -> wrongValue(queue, virtualHost))
                    .or(() -> wrongProperty(queue, virtualHost, type));
        });
    }

    private static Optional<AmqpError> wrongValue(QueueDeclaration queue, String virtualHost) {
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
        }
        return deliveryLimit(queue, virtualHost);
    }

    /** A quorum queue may have none: -1. */
    private static Optional<AmqpError> deliveryLimit(QueueDeclaration queue, String virtualHost) {
        return queue.arguments().get("x-delivery-limit").flatMap(value -> {
            boolean mayBeNegative = QueueSettings.isQuorum(queue.arguments()) && value instanceof FieldValue.Int;
            return (mayBeNegative ? Optional.<String>empty() : notNegative(value))
                    .map(reason -> invalid("x-delivery-limit", queue, virtualHost, reason));
        });
    }

    private static Optional<AmqpError> unknownType(QueueDeclaration queue, String virtualHost) {
        return queue.arguments().get("x-queue-type").flatMap(value -> {
            if (!(value instanceof LongString type)) {
                return text(value).map(reason -> invalid("x-queue-type", queue, virtualHost, reason));
            }
            String reason = "\"unsupported queue type '" + type.text() + "'\"";
            return NOT_TAKEN.containsKey(type.text())
                    ? Optional.empty()
                    : Optional.of(invalid("x-queue-type", queue, virtualHost, reason));
        });
    }

    private static Optional<AmqpError> notTaken(QueueDeclaration queue, String virtualHost, String type) {
        return NOT_TAKEN.getOrDefault(type, Set.of()).stream()
                .filter(name -> queue.arguments().get(name).isPresent())
                .min(Comparator.naturalOrder())
                .map(name -> AmqpError.preconditionFailed("invalid arg '" + name + "' for "
                        + AmqpError.queue(queue.name(), virtualHost) + " of queue type rabbit_" + type + "_queue"));
    }

    private static Optional<AmqpError> wrongProperty(QueueDeclaration queue, String virtualHost, String type) {
        if (type.equals("classic")) {
            return Optional.empty();
        }
        Optional<String> property = Optional.empty();
        if (queue.autoDelete()) {
            property = Optional.of("auto-delete");
        } else if (queue.exclusive()) {
            property = Optional.of("exclusive-owner");
        } else if (!queue.durable()) {
            property = Optional.of("non-durable");
        }
        return property.map(name -> AmqpError.preconditionFailed(
                "invalid property '" + name + "' for " + AmqpError.queue(queue.name(), virtualHost)));
    }

    private static AmqpError invalid(String argument, QueueDeclaration queue, String virtualHost, String reason) {
        return AmqpError.preconditionFailed(
                "invalid arg '" + argument + "' for " + AmqpError.queue(queue.name(), virtualHost) + ": " + reason);
    }

    private static Optional<String> mode(FieldValue value) {
        return value instanceof LongString mode && !MODES.contains(mode.text())
                ? Optional.of("\"unsupported queue mode '" + mode.text() + "'\"")
                : text(value);
    }

    /** Both versions are one here. */
    private static Optional<String> version(FieldValue value) {
        return notNegative(value)
                .or(() -> value instanceof FieldValue.Int number && !VERSIONS.contains(number.value())
                        ? Optional.of("\"unsupported queue version '" + number.value() + "'\"")
                        : Optional.empty());
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
        return oneOf(value, OVERFLOWS, "invalid_overflow");
    }

    private static Optional<String> retryType(FieldValue value) {
        return oneOf(value, RETRY_TYPES, "invalid_delayed_retry_type");
    }

    private static Optional<String> strategy(FieldValue value) {
        return oneOf(value, STRATEGIES, "invalid_dlx_strategy");
    }

    private static Optional<String> locator(FieldValue value) {
        return oneOf(value, LOCATORS, "invalid_queue_locator_arg");
    }

    private static Optional<String> maxAge(FieldValue value) {
        return text(value)
                .or(() -> value instanceof LongString age
                                && MaxAge.millis(age.text()).isPresent()
                        ? Optional.empty()
                        : Optional.of("invalid_max_age"));
    }

    private static Optional<String> oneOf(FieldValue value, Set<String> known, String reason) {
        return text(value)
                .or(() -> value instanceof LongString mode && known.contains(mode.text())
                        ? Optional.empty()
                        : Optional.of(reason));
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
