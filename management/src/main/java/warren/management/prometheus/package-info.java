/**
 * Metrics for Prometheus, under RabbitMQ's names. {@link warren.management.prometheus.PrometheusPort} opens and closes the port; one
 * actor asks the broker for the same pictures that the HTTP API shows, and keeps the sums that outlive queues and channels.
 */
@NullMarked
package warren.management.prometheus;

import org.jspecify.annotations.NullMarked;
