package warren.management.prometheus;

import java.util.function.ToDoubleFunction;

/**
 * One of RabbitMQ's metrics, and where Warren has its value.
 *
 * @param name without the prefix, and without {@code _total} if it is a counter
 * @param <T> what it is about
 */
record Metric<T>(String name, Type type, String help, ToDoubleFunction<T> value) {
    /** Prometheus' types, as far as RabbitMQ uses them. */
    enum Type {
        GAUGE,
        COUNTER,
        UNTYPED
    }

    static <T> Metric<T> gauge(String name, String help, ToDoubleFunction<T> value) {
        return new Metric<>(name, Type.GAUGE, help, value);
    }

    static <T> Metric<T> counter(String name, String help, ToDoubleFunction<T> value) {
        return new Metric<>(name, Type.COUNTER, help, value);
    }

    boolean isCounter() {
        return type == Type.COUNTER;
    }
}
