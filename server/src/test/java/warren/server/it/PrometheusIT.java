package warren.server.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What Prometheus reads of a broker that works. */
class PrometheusIT {
    private static final int MESSAGES = 10;

    private static final int PORT = WarrenProcess.freePort();

    @RegisterExtension
    static final BrokerUnderTest broker = BrokerUnderTest.own(
            "-Dwarren.prometheus.enabled=on", "-Dwarren.prometheus.host=127.0.0.1", "-Dwarren.prometheus.port=" + PORT);

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void countersOutliveQueuesChannelsAndConnections() throws Exception {
        work();
        assertThat(broker.ctl("list_queues", "--quiet").output()).isEmpty();

        await("rabbitmq_global_messages_received_total{protocol=\"amqp091\"}", MESSAGES + 1);
        await("rabbitmq_global_messages_received_confirm_total{protocol=\"amqp091\"}", MESSAGES + 1);
        await("rabbitmq_global_messages_confirmed_total{protocol=\"amqp091\"}", MESSAGES + 1);
        await("rabbitmq_global_messages_routed_total{protocol=\"amqp091\"}", MESSAGES);
        await("rabbitmq_global_messages_unroutable_dropped_total{protocol=\"amqp091\"}", 1);
        String quorum = "{protocol=\"amqp091\",queue_type=\"rabbit_quorum_queue\"}";
        await("rabbitmq_global_messages_delivered_get_manual_ack_total" + quorum, MESSAGES);
        await("rabbitmq_global_messages_acknowledged_total" + quorum, MESSAGES);
        await("rabbitmq_global_messages_get_empty_total" + quorum, 1);
        await(
                "rabbitmq_global_messages_acknowledged_total{protocol=\"amqp091\",queue_type=\"rabbit_classic_queue\"}",
                0);
        await("rabbitmq_queue_messages_published_total", MESSAGES);
        await("rabbitmq_channel_messages_acked_total", MESSAGES);
        await("rabbitmq_connections", 0);
        await("rabbitmq_queues", 0);
        await("rabbitmq_connections_closed_total", value("rabbitmq_connections_opened_total"));
        await("rabbitmq_queues_deleted_total", value("rabbitmq_queues_created_total"));
        assertThat(value("rabbitmq_connection_incoming_bytes_total")).isPositive();
        assertThat(value("rabbitmq_io_sync_ops_total")).isPositive();
        assertThat(value("warren_journal_sync_seconds_count")).isPositive();
        assertThat(value("warren_journal_written_bytes_total")).isPositive();
    }

    private void work() throws Exception {
        try (Connection connection = broker.factory().newConnection()) {
            Channel channel = connection.createChannel();
            channel.queueDeclare("q", true, false, false, java.util.Map.of("x-queue-type", "quorum"));
            channel.confirmSelect();
            for (int i = 0; i < MESSAGES; i++) {
                channel.basicPublish("", "q", null, "hello".getBytes(StandardCharsets.UTF_8));
            }
            channel.basicPublish("amq.direct", "nowhere", null, new byte[0]);
            channel.waitForConfirmsOrDie(20_000);
            for (int i = 0; i < MESSAGES; i++) {
                channel.basicAck(channel.basicGet("q", false).getEnvelope().getDeliveryTag(), false);
            }
            assertThat(channel.basicGet("q", false)).isNull();
            channel.queueDelete("q");
        }
    }

    @Test
    void namesTheObjects() throws Exception {
        try (Connection connection = broker.factory().newConnection()) {
            Channel channel = connection.createChannel();
            channel.queueDeclare("a \"b\"", false, true, false, null);
            channel.basicPublish("", "a \"b\"", null, new byte[3]);
            channel.basicConsume("a \"b\"", false, (tag, delivery) -> {}, tag -> {});
            String pid = broker.ctl("list_channels", "pid", "--silent").output().get(0);

            String detailed = page("/metrics/detailed?family=queue_consumer_count&family=channel_exchange_metrics");

            assertThat(detailed)
                    .contains("rabbitmq_detailed_queue_consumers{queue=\"a \\\"b\\\"\",vhost=\"/\"} 1.0")
                    .contains("rabbitmq_detailed_channel_messages_published_total{channel=\"" + pid
                            + "\",exchange=\"\",vhost=\"/\"} 1.0");
        }
    }

    @Test
    void countsRefusedLogins() throws Exception {
        double before = value("rabbitmq_auth_attempts_failed_total{protocol=\"amqp091\"}");
        var factory = broker.factory();
        factory.setPassword("wrong");
        org.assertj.core.api.Assertions.catchThrowable(factory::newConnection);

        await("rabbitmq_auth_attempts_failed_total{protocol=\"amqp091\"}", before + 1);
    }

    @Test
    void isAmongTheListeners() {
        assertThat(broker.ctl("status").output())
                .anyMatch(line -> line.contains("port: " + PORT) && line.contains("http/prometheus"));
    }

    private String page(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + PORT + path))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private double value(String metric) throws IOException, InterruptedException {
        String page = page("/metrics");
        Matcher found =
                Pattern.compile("(?m)^" + Pattern.quote(metric) + " (\\S+)$").matcher(page);
        assertThat(found.find()).as(metric).isTrue();
        return Double.parseDouble(found.group(1));
    }

    /** The ends of channels and queues are told on a way of their own. */
    private void await(String metric, double expected) throws IOException, InterruptedException {
        Instant limit = Instant.now().plus(Duration.ofSeconds(20));
        double value = value(metric);
        while (value != expected && Instant.now().isBefore(limit)) {
            value = value(metric);
        }
        assertThat(value).as(metric).isEqualTo(expected);
    }
}
