package warren.management.prometheus;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import warren.actors.info.JournalInfo;

/** What Warren has and RabbitMQ has not: the journal and failures of actors. */
final class OwnMetrics {
    private static final double NANOS = 1e9;

    private OwnMetrics() {}

    static List<MetricSnapshot> of(Scrape scrape) {
        JournalInfo journal = scrape.journal();
        List<MetricSnapshot> all = new ArrayList<>();
        all.add(syncs(journal));
        all.add(counter("warren_journal_written_bytes", "Bytes appended to the journal", journal.writtenBytes()));
        all.add(counter("warren_journal_writes", "Batches written to the journal", journal.writes()));
        all.add(counter("warren_journal_records", "Events and snapshots in these batches", journal.records()));
        all.add(gauge("warren_journal_pending_tasks", "Writes that wait for the disk", journal.pending()));
        all.add(gauge("warren_journal_disk_bytes", "Size of the journal on disk", journal.diskBytes()));
        all.add(gauge("warren_journal_live_bytes", "Part of the journal that is still needed", journal.liveBytes()));
        all.add(gauge("warren_journal_segments", "Files of the journal", journal.segments()));
        all.add(gauge(
                "warren_heap_alive_bytes",
                "Memory that counts for the memory alarm",
                scrape.status().alarms().memoryUsed()));
        all.add(failures(scrape.counted().churn()));
        return all;
    }

    private static MetricSnapshot syncs(JournalInfo journal) {
        var buckets = ClassicHistogramBuckets.builder();
        List<Long> limits = journal.syncLimitsNanos();
        for (int i = 0; i < journal.syncCounts().size(); i++) {
            double limit = i < limits.size() ? limits.get(i) / NANOS : Double.POSITIVE_INFINITY;
            buckets.bucket(limit, journal.syncCounts().get(i));
        }
        return HistogramSnapshot.builder()
                .name("warren_journal_sync_seconds")
                .help("Time that syncs of the journal took")
                .dataPoint(HistogramSnapshot.HistogramDataPointSnapshot.builder()
                        .classicHistogramBuckets(buckets.build())
                        .sum(journal.syncNanos() / NANOS)
                        .build())
                .build();
    }

    private static MetricSnapshot failures(Churn churn) {
        var counter = CounterSnapshot.builder().name("warren_actor_failures").help("Failures of actors, by their kind");
        new TreeMap<>(churn.failures)
                .forEach((kind, count) -> counter.dataPoint(new CounterSnapshot.CounterDataPointSnapshot(
                        (double) count, Labels.of("kind", kind), null, 0)));
        return counter.build();
    }

    private static MetricSnapshot counter(String name, String help, long value) {
        return CounterSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(new CounterSnapshot.CounterDataPointSnapshot((double) value, Labels.EMPTY, null, 0))
                .build();
    }

    private static MetricSnapshot gauge(String name, String help, long value) {
        return GaugeSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(new GaugeSnapshot.GaugeDataPointSnapshot((double) value, Labels.EMPTY, null))
                .build();
    }
}
