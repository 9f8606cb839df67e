package warren.management.prometheus;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What one answer shows, gathered metric by metric. A metric of which there is no object is left out. */
final class Snapshots {
    private static final String PREFIX = "rabbitmq_";

    private final String prefix;
    private final List<MetricSnapshot> all = new ArrayList<>();

    /** {@code qualifier}: what stands between RabbitMQ's prefix and the names. */
    Snapshots(String qualifier) {
        this.prefix = PREFIX + qualifier;
    }

    private record Sample(Labels labels, double value) {}

    /** Each metric of each object. */
    <T> void each(List<Metric<T>> metrics, List<T> objects, Function<T, Labels> labels) {
        List<Labels> known = objects.stream().map(labels).toList();
        for (Metric<T> metric : metrics) {
            List<Sample> samples = new ArrayList<>(objects.size());
            for (int i = 0; i < objects.size(); i++) {
                samples.add(new Sample(known.get(i), metric.value().applyAsDouble(objects.get(i))));
            }
            add(metric, samples);
        }
    }

    /** Each metric of one object. */
    <T> void one(List<Metric<T>> metrics, T object, Labels labels) {
        each(metrics, List.of(object), same -> labels);
    }

    /** The sums of gauges over all objects; of counters those that are known. */
    <T> void sums(List<Metric<T>> metrics, List<T> objects, Map<String, Double> counted, Labels labels) {
        for (Metric<T> metric : metrics) {
            double sum = metric.isCounter()
                    ? counted.getOrDefault(metric.name(), 0.0)
                    : objects.stream().mapToDouble(metric.value()).sum();
            add(metric, List.of(new Sample(labels, sum)));
        }
    }

    /** A counter of which there are several with different labels. */
    void counted(Metric<?> metric, Map<Labels, Double> values) {
        List<Sample> samples = new ArrayList<>();
        values.forEach((labels, value) -> samples.add(new Sample(labels, value)));
        add(metric, samples);
    }

    void add(MetricSnapshot snapshot) {
        all.add(snapshot);
    }

    MetricSnapshots build() {
        return new MetricSnapshots(all);
    }

    private void add(Metric<?> metric, List<Sample> samples) {
        if (!samples.isEmpty()) {
            all.add(snapshot(metric, samples));
        }
    }

    private MetricSnapshot snapshot(Metric<?> metric, List<Sample> samples) {
        String name = prefix + metric.name();
        switch (metric.type()) {
            case COUNTER:
                var counter = CounterSnapshot.builder().name(name).help(metric.help());
                samples.forEach(sample -> counter.dataPoint(
                        new CounterSnapshot.CounterDataPointSnapshot(sample.value, sample.labels, null, 0)));
                return counter.build();
            case GAUGE:
                var gauge = GaugeSnapshot.builder().name(name).help(metric.help());
                samples.forEach(sample ->
                        gauge.dataPoint(new GaugeSnapshot.GaugeDataPointSnapshot(sample.value, sample.labels, null)));
                return gauge.build();
            default:
                var unknown = UnknownSnapshot.builder().name(name).help(metric.help());
                samples.forEach(sample -> unknown.dataPoint(
                        new UnknownSnapshot.UnknownDataPointSnapshot(sample.value, sample.labels, null)));
                return unknown.build();
        }
    }
}
