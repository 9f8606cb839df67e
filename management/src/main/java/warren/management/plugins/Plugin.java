package warren.management.plugins;

import java.util.Arrays;
import java.util.Optional;

/** A part of the broker that does what a plug-in of RabbitMQ does; in the order of their names. */
public enum Plugin {
    AUTH_MECHANISM_SSL(
            "rabbitmq_auth_mechanism_ssl", Kind.SETTING, "Logins by client certificate: warren.auth-mechanisms"),
    CONSISTENT_HASH_EXCHANGE("rabbitmq_consistent_hash_exchange", Kind.BUILT_IN, "Exchange type x-consistent-hash"),
    DELAYED_MESSAGE_EXCHANGE("rabbitmq_delayed_message_exchange", Kind.BUILT_IN, "Exchange type x-delayed-message"),
    EVENT_EXCHANGE(
            "rabbitmq_event_exchange", Kind.SETTING, "Exchange amq.rabbitmq.event: warren.event-exchange.enabled"),
    MANAGEMENT("rabbitmq_management", Kind.PORT, "HTTP API and web page"),
    MANAGEMENT_AGENT("rabbitmq_management_agent", Kind.BUILT_IN, "What the HTTP API and Prometheus show"),
    MESSAGE_DEDUPLICATION(
            "rabbitmq_message_deduplication",
            Kind.BUILT_IN,
            "Exchange type x-message-deduplication and the queues' argument of that name"),
    PROMETHEUS("rabbitmq_prometheus", Kind.PORT, "Metrics for Prometheus"),
    RANDOM_EXCHANGE("rabbitmq_random_exchange", Kind.BUILT_IN, "Exchange type x-random"),
    RECENT_HISTORY_EXCHANGE("rabbitmq_recent_history_exchange", Kind.BUILT_IN, "Exchange type x-recent-history"),
    SHARDING("rabbitmq_sharding", Kind.BUILT_IN, "Exchange type x-modulus-hash; no policies that make shards");

    /** What it takes to switch one on or off. */
    enum Kind {
        /** Nothing: it is a port, which opens and closes. */
        PORT,
        /** It is always on. */
        BUILT_IN,
        /** A setting of the broker's. */
        SETTING
    }

    private final String text;
    private final Kind kind;
    private final String description;

    Plugin(String text, Kind kind, String description) {
        this.text = text;
        this.kind = kind;
        this.description = description;
    }

    /** RabbitMQ's name. */
    public String text() {
        return text;
    }

    Kind kind() {
        return kind;
    }

    String description() {
        return description;
    }

    static Optional<Plugin> named(String text) {
        return Arrays.stream(values()).filter(each -> each.text.equals(text)).findFirst();
    }
}
