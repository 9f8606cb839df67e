package warren.management.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import warren.actors.broker.BrokerStatus.Listener;
import warren.management.FakeBroker;
import warren.management.Management;
import warren.management.broker.Hosting;
import warren.management.broker.ManagementSettings;
import warren.management.broker.TlsPorts;
import warren.management.plugins.Plugin;
import warren.management.plugins.PluginSettings;

/** The pages over a real socket, before a broker that only answers operators. */
class PrometheusIT {
    /** What RabbitMQ 3.10.8 shows on the three pages: name, type, labels. */
    private static final String RECORDED = "rabbitmq-metrics.txt";

    /** What Warren has no value for; {@code docs/MONITORING.md} says why. */
    private static final Pattern LEFT_OUT = Pattern.compile("rabbitmq_(detailed_)?("
            + ".*reductions.*|raft_.*|schema_db_.*|msg_store_.*|queue_index_.*|io_(read|seek|reopen|write_time)_.*"
            + "|queue_(consumer_capacity|consumer_utilisation|process_memory_bytes|head_message_timestamp|disk_.*)"
            + "|queue_messages_(.*ram.*|paged_out.*)|auth_attempts_detailed_.*|alarms_file_descriptor_limit"
            + "|global_messages_dead_lettered_.*)");

    /** Where Warren's labels are others: it counts by queues what RabbitMQ counts by channels and queues. */
    private static final Pattern OTHER_LABELS = Pattern.compile("rabbitmq_(build_info|identity_info"
            + "|(detailed_)?(channel_get.*|channel_messages_(delivered|redelivered|acked|confirmed|unroutable).*"
            + "|queue_messages_published_total))");

    private static final String FAMILIES = "?family=queue_coarse_metrics&family=queue_metrics"
            + "&family=queue_consumer_count&family=channel_metrics&family=connection_metrics"
            + "&family=connection_coarse_metrics&family=channel_exchange_metrics&family=channel_queue_metrics"
            + "&family=channel_queue_exchange_metrics&family=connection_churn_metrics&family=node_coarse_metrics"
            + "&family=node_metrics&family=node_persister_metrics&family=auth_attempt_metrics&family=vhost_status"
            + "&family=exchange_names&family=exchange_bindings";

    private final ActorTestKit kit = ActorTestKit.create(
            ConfigFactory.parseString("pekko.loglevel = WARNING").withFallback(ConfigFactory.load()));
    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    private java.nio.file.Path directory;

    /** Nothing of the program is asked for here. */
    private static final class NoHosting implements Hosting {
        @Override
        public void stop() {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<List<String>> reload() {
            throw new UnsupportedOperationException();
        }
    }

    private Management management;
    private int port;

    @BeforeEach
    void start() throws Exception {
        var settings = new ManagementSettings(
                "rabbit@here",
                "1.2.3",
                "127.0.0.1",
                0,
                Duration.ofSeconds(1),
                directory,
                List.of(),
                List.of(),
                List::of,
                List.of("PLAIN"),
                TlsPorts.NONE,
                new Listener("127.0.0.1", 0, "http/prometheus", "metrics"),
                new PluginSettings(directory.resolve("enabled_plugins"), Set.of(Plugin.MANAGEMENT), "1.2.3"));
        management = Management.start(kit.system(), kit.spawn(FakeBroker.create()), settings, new NoHosting())
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        open();
    }

    private void open() throws Exception {
        management.prometheus().open("127.0.0.1", 0).toCompletableFuture().get(10, TimeUnit.SECONDS);
        port = management.prometheus().listener().orElseThrow().port();
    }

    @AfterEach
    void stop() throws Exception {
        management.stop().toCompletableFuture().get(10, TimeUnit.SECONDS);
        kit.shutdownTestKit();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "/metrics/per-object", "/metrics/detailed"})
    void showsWhatRabbitMqShows_underItsNamesTypesAndLabels(String page) throws Exception {
        Map<String, String> recorded = recorded(page);
        Map<String, String> shown =
                shown(get(page + (page.endsWith("detailed") ? FAMILIES : "")).body());

        assertThat(recorded.keySet()).isNotEmpty();
        Set<String> missing = new TreeSet<>(recorded.keySet());
        missing.removeAll(shown.keySet());
        missing.removeIf(name -> LEFT_OUT.matcher(name).matches());
        assertThat(missing).isEmpty();
        shown.forEach((name, typeAndLabels) -> {
            String expected = recorded.get(name);
            assertThat(expected).as(name).isNotNull();
            if (OTHER_LABELS.matcher(name).matches()) {
                assertThat(typeAndLabels.split(" ")[0]).as(name).isEqualTo(expected.split(" ")[0]);
            } else {
                assertThat(typeAndLabels).as(name).isEqualTo(expected);
            }
        });
    }

    @Test
    void showsTheValuesOfTheBroker() throws Exception {
        assertThat(get("/metrics").body())
                .contains("\nrabbitmq_queue_messages_ready 2.0\n")
                .contains("\nrabbitmq_queue_messages 3.0\n")
                .contains("\nrabbitmq_alarms_free_disk_space_watermark 1.0\n")
                .contains("\nrabbitmq_alarms_memory_used_watermark 0.0\n")
                .contains("\nrabbitmq_resident_memory_limit_bytes 70.0\n")
                .contains("\nrabbitmq_io_sync_time_seconds_total 0.005\n")
                .contains("\nwarren_journal_sync_seconds_bucket{le=\"0.001\"} 6\n")
                .contains("\nwarren_journal_sync_seconds_count 7\n")
                .contains("\nwarren_actor_failures_total{kind=\"queue\"} 0.0\n")
                .contains("rabbitmq_cluster=\"rabbit@here\",rabbitmq_node=\"rabbit@here\"");
        assertThat(get("/metrics/per-object").body())
                .contains("\nrabbitmq_queue_messages_ready{queue=\"hello\",vhost=\"/\"} 2.0\n");
    }

    @Test
    void showsFamiliesOfAVirtualHost() throws Exception {
        assertThat(get("/metrics/detailed?family=queue_coarse_metrics&vhost=%2F")
                        .body())
                .contains("rabbitmq_detailed_queue_messages_ready{queue=\"hello\",vhost=\"/\"} 2.0")
                .doesNotContain("rabbitmq_detailed_queue_consumers");
        assertThat(get("/metrics/detailed?family=queue_coarse_metrics&vhost=other")
                        .body())
                .doesNotContain("rabbitmq_detailed_queue_messages_ready");
        assertThat(get("/metrics/detailed").body())
                .contains("rabbitmq_identity_info")
                .doesNotContain("rabbitmq_detailed_");
    }

    @Test
    void answersInOpenMetricsAndZipped_whenAsked() throws Exception {
        HttpResponse<String> open = get("/metrics", "Accept", "application/openmetrics-text; version=1.0.0");
        assertThat(open.headers().firstValue("Content-Type").orElse("")).startsWith("application/openmetrics-text");
        assertThat(open.body()).endsWith("# EOF\n");
        assertThat(get("/metrics").headers().firstValue("Content-Type").orElse(""))
                .startsWith("text/plain");

        HttpRequest zipped = HttpRequest.newBuilder(uri("/metrics"))
                .header("Accept-Encoding", "gzip")
                .build();
        byte[] bytes =
                client.send(zipped, HttpResponse.BodyHandlers.ofByteArray()).body();
        var text = new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes();
        assertThat(new String(text, StandardCharsets.UTF_8)).contains("rabbitmq_queues 1.0");
    }

    @Test
    void saysWhatItDoesNotHave() throws Exception {
        assertThat(get("/metrics/nosuch").statusCode()).isEqualTo(404);
        HttpRequest post = HttpRequest.newBuilder(uri("/metrics"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        assertThat(client.send(post, HttpResponse.BodyHandlers.discarding()).statusCode())
                .isEqualTo(405);
    }

    @Test
    void opensAndClosesWhileTheBrokerRuns() throws Exception {
        management.prometheus().close().toCompletableFuture().get(10, TimeUnit.SECONDS);

        assertThat(management.prometheus().listener()).isEmpty();
        assertThatThrownBy(() -> get("/metrics")).isInstanceOf(ConnectException.class);
        open();
        assertThat(get("/metrics").statusCode()).isEqualTo(200);
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static Map<String, String> recorded(String page) throws IOException {
        String all =
                new String(PrometheusIT.class.getResourceAsStream(RECORDED).readAllBytes(), StandardCharsets.UTF_8);
        Map<String, String> metrics = new TreeMap<>();
        boolean isPage = false;
        for (String line : all.split("\n")) {
            if (line.startsWith("# ")) {
                isPage = line.equals("# " + page);
            } else if (isPage) {
                String[] parts = line.split(" ", 2);
                metrics.put(parts[0], parts[1]);
            }
        }
        return metrics;
    }

    private static Map<String, String> shown(String text) {
        Map<String, String> types = new TreeMap<>();
        Map<String, String> metrics = new TreeMap<>();
        Pattern sample = Pattern.compile("(rabbitmq_\\w+)(?:\\{(.*)\\})? \\S+");
        for (String line : text.split("\n")) {
            Matcher matcher = sample.matcher(line);
            if (line.startsWith("# TYPE ")) {
                String[] parts = line.split(" ");
                types.put(parts[2], parts[3]);
            } else if (matcher.matches()) {
                Set<String> labels = new TreeSet<>();
                Matcher label = Pattern.compile("(\\w+)=\"").matcher(matcher.group(2) == null ? "" : matcher.group(2));
                while (label.find()) {
                    labels.add(label.group(1));
                }
                String name = matcher.group(1);
                metrics.put(name, types.get(name) + (labels.isEmpty() ? "" : " " + String.join(",", labels)));
            }
        }
        return metrics;
    }
}
