package warren.management.prometheus;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import warren.actors.info.BindingInfo;
import warren.actors.info.ChannelInfo;
import warren.actors.info.ConnectionInfo;
import warren.actors.info.ExchangeCounts;
import warren.actors.info.ExchangeInfo;
import warren.actors.info.Pids;
import warren.actors.info.QueueInfo;
import warren.actors.info.VirtualHostInfo;
import warren.management.broker.StatusReport;
import warren.management.json.Json;

/** Which metrics each of the three pages shows, and with which labels. */
final class Exposition {
    private static final Labels PROTOCOL = Labels.of("protocol", "amqp091");

    private final Pids pids;
    private final String version;

    Exposition(Pids pids, String version) {
        this.pids = pids;
        this.version = version;
    }

    /** What the exchange families ask for besides. */
    record Exchanges(List<ExchangeInfo> exchanges, Map<List<String>, Long> bindings) {
        static final Exchanges NONE = new Exchanges(List.of(), Map.of());

        static Exchanges of(List<ExchangeInfo> exchanges, List<BindingInfo> bindings) {
            return new Exchanges(
                    exchanges,
                    bindings.stream()
                            .collect(Collectors.groupingBy(
                                    binding -> List.of(binding.virtualHost(), binding.source()),
                                    Collectors.counting())));
        }

        long bindingsOf(ExchangeInfo exchange) {
            return bindings.getOrDefault(List.of(exchange.virtualHost(), exchange.name()), 0L);
        }
    }

    /** The page {@code /metrics}: sums over all objects. */
    MetricSnapshots aggregated(Scrape scrape) {
        var page = whole(scrape);
        page.one(RabbitMetrics.ALARMS, scrape, Labels.EMPTY);
        page.sums(RabbitMetrics.QUEUE_COARSE, scrape.queues(), Map.of(), Labels.EMPTY);
        page.sums(RabbitMetrics.QUEUE_CONSUMERS, scrape.queues(), Map.of(), Labels.EMPTY);
        page.sums(RabbitMetrics.QUEUE, scrape.queues(), Map.of(), Labels.EMPTY);
        page.sums(RabbitMetrics.CHANNEL, scrape.channels(), Map.of(), Labels.EMPTY);
        Map<String, Double> ofChannels = scrape.counted().channels();
        page.sums(List.of(RabbitMetrics.CHANNEL_PUBLISHED), List.of(), ofChannels, Labels.EMPTY);
        page.sums(RabbitMetrics.CHANNEL_PUBLISHES, List.of(), ofChannels, Labels.EMPTY);
        for (Metric<QueueCounts> metric : RabbitMetrics.CHANNEL_QUEUE) {
            page.counted(metric, Map.of(Labels.EMPTY, scrape.counted().queues(metric)));
        }
        page.counted(
                RabbitMetrics.QUEUE_PUBLISHED,
                Map.of(Labels.EMPTY, scrape.counted().queues(RabbitMetrics.QUEUE_PUBLISHED)));
        Map<String, Double> ofConnections = scrape.counted().connections();
        page.sums(RabbitMetrics.CONNECTION_COARSE, scrape.connections(), ofConnections, Labels.EMPTY);
        page.sums(RabbitMetrics.CONNECTION, scrape.connections(), ofConnections, Labels.EMPTY);
        return page.build();
    }

    /** The page {@code /metrics/per-object}. */
    MetricSnapshots perObject(Scrape scrape) {
        var page = whole(scrape);
        for (Family family : Family.OF_OBJECTS) {
            objects(page, family, scrape, scrape.queues());
        }
        return page.build();
    }

    /** What both of these show. */
    private Snapshots whole(Scrape scrape) {
        var page = new Snapshots("");
        identity(page, scrape);
        page.one(RabbitMetrics.OBJECTS, scrape, Labels.EMPTY);
        for (Family family : Family.OF_NODE) {
            node(page, family, scrape);
        }
        page.one(RabbitMetrics.GLOBAL_NOW, scrape, PROTOCOL);
        page.sums(RabbitMetrics.GLOBAL, List.of(), scrape.counted().channels(), PROTOCOL);
        for (Metric<QueueCounts> metric : RabbitMetrics.GLOBAL_BY_TYPE) {
            Map<Labels, Double> values = new LinkedHashMap<>();
            scrape.counted()
                    .queuesByType()
                    .forEach((type, sums) -> values.put(
                            PROTOCOL.add("queue_type", "rabbit_" + type + "_queue"),
                            sums.getOrDefault(metric.name(), 0.0)));
            page.counted(metric, values);
        }
        OwnMetrics.of(scrape).forEach(page::add);
        return page;
    }

    /** The page {@code /metrics/detailed}: these families, of queues in these virtual hosts, or in all when none is named. */
    MetricSnapshots detailed(Scrape scrape, Exchanges exchanges, Set<Family> families, Set<String> hosts) {
        var page = new Snapshots("detailed_");
        List<QueueInfo> queues = scrape.queues().stream()
                .filter(queue -> hosts.isEmpty() || hosts.contains(queue.virtualHost()))
                .toList();
        var cluster = new Snapshots("cluster_");
        for (Family family : families) {
            node(page, family, scrape);
            objects(page, family, scrape, queues);
            cluster(cluster, family, scrape, exchanges, hosts);
        }
        cluster.build().forEach(page::add);
        var identity = new Snapshots("");
        identity(identity, scrape);
        identity.build().forEach(page::add);
        return page.build();
    }

    private static void node(Snapshots page, Family family, Scrape scrape) {
        switch (family) {
            case CONNECTION_CHURN ->
                page.one(RabbitMetrics.CHURN, scrape.counted().churn(), Labels.EMPTY);
            case NODE_COARSE -> page.one(RabbitMetrics.NODE_COARSE, scrape, Labels.EMPTY);
            case NODE -> page.one(RabbitMetrics.NODE, scrape, Labels.EMPTY);
            case NODE_PERSISTER -> page.one(RabbitMetrics.PERSISTER, scrape, Labels.EMPTY);
            case AUTH_ATTEMPT -> page.one(RabbitMetrics.AUTH, scrape.counted().churn(), PROTOCOL);
            default -> {}
        }
    }

    private void objects(Snapshots page, Family family, Scrape scrape, List<QueueInfo> queues) {
        switch (family) {
            case QUEUE_COARSE -> page.each(RabbitMetrics.QUEUE_COARSE, queues, Exposition::labels);
            case QUEUE_CONSUMER_COUNT -> page.each(RabbitMetrics.QUEUE_CONSUMERS, queues, Exposition::labels);
            case QUEUE -> page.each(RabbitMetrics.QUEUE, queues, Exposition::labels);
            case CHANNEL -> page.each(RabbitMetrics.CHANNEL, scrape.channels(), this::labels);
            case CHANNEL_EXCHANGE -> {
                published(page, scrape.channels());
                page.each(RabbitMetrics.CHANNEL_PUBLISHES, scrape.channels(), this::labelsWithHost);
            }
            case CHANNEL_QUEUE -> counts(page, RabbitMetrics.CHANNEL_QUEUE, queues, Exposition::labels);
            case CHANNEL_QUEUE_EXCHANGE ->
                counts(
                        page,
                        List.of(RabbitMetrics.QUEUE_PUBLISHED),
                        queues,
                        queue -> Labels.of("queue_vhost", queue.virtualHost(), "queue", queue.name()));
            case CONNECTION_COARSE -> page.each(RabbitMetrics.CONNECTION_COARSE, scrape.connections(), this::labels);
            case CONNECTION -> page.each(RabbitMetrics.CONNECTION, scrape.connections(), this::labels);
            default -> {}
        }
    }

    private static void counts(
            Snapshots page,
            List<Metric<QueueCounts>> metrics,
            List<QueueInfo> queues,
            Function<QueueInfo, Labels> labels) {
        for (Metric<QueueCounts> metric : metrics) {
            Map<Labels, Double> values = new LinkedHashMap<>();
            for (QueueInfo queue : queues) {
                values.put(labels.apply(queue), metric.value().applyAsDouble(QueueCounts.of(queue)));
            }
            page.counted(metric, values);
        }
    }

    /** A channel's publishes by exchanges. */
    private void published(Snapshots page, List<ChannelInfo> channels) {
        Map<Labels, Double> values = new LinkedHashMap<>();
        for (ChannelInfo channel : channels) {
            for (Map.Entry<String, ExchangeCounts> exchange :
                    channel.exchanges().entrySet()) {
                values.put(labelsWithHost(channel).add("exchange", exchange.getKey()), (double)
                        exchange.getValue().in());
            }
        }
        page.counted(RabbitMetrics.CHANNEL_PUBLISHED, values);
    }

    private static void cluster(Snapshots page, Family family, Scrape scrape, Exchanges exchanges, Set<String> hosts) {
        switch (family) {
            case VHOST_STATUS ->
                page.each(
                        List.of(Metric.<VirtualHostInfo>gauge(
                                "vhost_status",
                                "Whether a given vhost is running",
                                host -> scrape.status().running() ? 1 : 0)),
                        scrape.access().virtualHosts(),
                        host -> Labels.of("vhost", host.name()));
            case EXCHANGE_NAMES ->
                page.each(
                        List.of(Metric.<ExchangeInfo>gauge(
                                "exchange_name",
                                "Enumerates exchanges without any additional info. This value is cluster-wide. A cheaper"
                                        + " alternative to `exchange_bindings`",
                                exchange -> 1)),
                        shown(exchanges, hosts),
                        Exposition::labels);
            case EXCHANGE_BINDINGS ->
                page.each(
                        List.of(Metric.<ExchangeInfo>gauge(
                                "exchange_bindings",
                                "Number of bindings for an exchange. This value is cluster-wide.",
                                exchanges::bindingsOf)),
                        shown(exchanges, hosts),
                        Exposition::labels);
            default -> {}
        }
    }

    /** As RabbitMQ: neither the default exchange nor internal ones. */
    private static List<ExchangeInfo> shown(Exchanges exchanges, Set<String> hosts) {
        return exchanges.exchanges().stream()
                .filter(exchange -> !exchange.internal()
                        && !exchange.name().isEmpty()
                        && (hosts.isEmpty() || hosts.contains(exchange.virtualHost())))
                .toList();
    }

    private void identity(Snapshots page, Scrape scrape) {
        String node = scrape.status().node();
        String given = scrape.access().globalParameters().get("cluster_name");
        String cluster = given == null ? node : text(given);
        page.add(info(
                "rabbitmq_identity_info",
                "RabbitMQ node & cluster identity info",
                Labels.of("rabbitmq_node", node, "rabbitmq_cluster", cluster)));
        page.add(info(
                "rabbitmq_build_info",
                "RabbitMQ & Erlang/OTP version info",
                Labels.of(
                        "rabbitmq_version",
                        StatusReport.RABBITMQ_VERSION,
                        "product_name",
                        "Warren",
                        "product_version",
                        version,
                        "java_version",
                        Runtime.version().toString())));
    }

    private static String text(String json) {
        try {
            return Json.read(json).asText();
        } catch (JsonProcessingException malformed) {
            throw new IllegalStateException("a global parameter that is no JSON: " + json, malformed);
        }
    }

    private static UnknownSnapshot info(String name, String help, Labels labels) {
        return UnknownSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(new UnknownSnapshot.UnknownDataPointSnapshot(1, labels, null))
                .build();
    }

    private static Labels labels(QueueInfo queue) {
        return Labels.of("vhost", queue.virtualHost(), "queue", queue.name());
    }

    private static Labels labels(ExchangeInfo exchange) {
        return Labels.of("vhost", exchange.virtualHost(), "exchange", exchange.name(), "type", exchange.type());
    }

    private Labels labels(ChannelInfo channel) {
        return Labels.of("channel", pids.of(channel.connectionId() + "-" + channel.number()));
    }

    private Labels labelsWithHost(ChannelInfo channel) {
        return labels(channel).add("vhost", channel.virtualHost());
    }

    /** RabbitMQ calls it so too. */
    private Labels labels(ConnectionInfo connection) {
        return Labels.of("channel", pids.of(connection.id()));
    }
}
