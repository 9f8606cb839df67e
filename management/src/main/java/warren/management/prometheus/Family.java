package warren.management.prometheus;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The groups of metrics that {@code /metrics/detailed} can be asked for, by RabbitMQ's names, as far as Warren has them. */
enum Family {
    QUEUE_COARSE("queue_coarse_metrics"),
    QUEUE_CONSUMER_COUNT("queue_consumer_count"),
    QUEUE("queue_metrics"),
    CHANNEL("channel_metrics"),
    CHANNEL_EXCHANGE("channel_exchange_metrics"),
    CHANNEL_QUEUE("channel_queue_metrics"),
    CHANNEL_QUEUE_EXCHANGE("channel_queue_exchange_metrics"),
    CONNECTION_COARSE("connection_coarse_metrics"),
    CONNECTION("connection_metrics"),
    CONNECTION_CHURN("connection_churn_metrics"),
    NODE_COARSE("node_coarse_metrics"),
    NODE("node_metrics"),
    NODE_PERSISTER("node_persister_metrics"),
    AUTH_ATTEMPT("auth_attempt_metrics"),
    VHOST_STATUS("vhost_status"),
    EXCHANGE_NAMES("exchange_names"),
    EXCHANGE_BINDINGS("exchange_bindings");

    /** Those about the broker as a whole. */
    static final List<Family> OF_NODE = List.of(CONNECTION_CHURN, NODE_COARSE, NODE, NODE_PERSISTER, AUTH_ATTEMPT);

    /** Those with a value for each queue, channel or connection. */
    static final List<Family> OF_OBJECTS = List.of(
            QUEUE_COARSE,
            QUEUE_CONSUMER_COUNT,
            QUEUE,
            CHANNEL,
            CHANNEL_EXCHANGE,
            CHANNEL_QUEUE,
            CHANNEL_QUEUE_EXCHANGE,
            CONNECTION_COARSE,
            CONNECTION);

    private final String wireName;

    Family(String wireName) {
        this.wireName = wireName;
    }

    /** True when exchanges have to be asked for. */
    boolean isOfExchanges() {
        return this == EXCHANGE_NAMES || this == EXCHANGE_BINDINGS;
    }

    /** Empty for one that does not exist, or of which Warren has nothing. */
    static Optional<Family> named(String name) {
        return Arrays.stream(values())
                .filter(family -> family.wireName.equals(name.toLowerCase(Locale.ROOT)))
                .findFirst();
    }
}
