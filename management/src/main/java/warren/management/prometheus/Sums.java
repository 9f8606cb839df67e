package warren.management.prometheus;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The counters of all objects of a kind, those that are there and those that were. They never fall, so that nobody takes the end of a
 * channel for a restart of the broker.
 */
final class Sums<T> {
    private final List<Metric<T>> counters;
    private final Function<T, String> id;
    private final double[] ended;
    private final double[] shown;
    /** Those that ended while pictures are being gathered: theirs may be among them. */
    private final Set<String> justEnded = new HashSet<>();

    private boolean gathering;

    /** {@code id} tells objects that are there at the same time apart. */
    Sums(List<Metric<T>> metrics, Function<T, String> id) {
        this.counters = metrics.stream().filter(Metric::isCounter).toList();
        this.id = id;
        this.ended = new double[counters.size()];
        this.shown = new double[counters.size()];
    }

    /** Pictures are asked for. */
    void begin() {
        gathering = true;
    }

    /** The last picture of an object. */
    void ended(T last) {
        for (int i = 0; i < ended.length; i++) {
            ended[i] += counters.get(i).value().applyAsDouble(last);
        }
        if (gathering) {
            justEnded.add(id.apply(last));
        }
    }

    /** By the names of the counters, with these pictures. */
    Map<String, Double> end(List<T> present) {
        double[] now = ended.clone();
        for (T each : present) {
            if (!justEnded.contains(id.apply(each))) {
                for (int i = 0; i < now.length; i++) {
                    now[i] += counters.get(i).value().applyAsDouble(each);
                }
            }
        }
        gathering = false;
        justEnded.clear();
        Map<String, Double> sums = new HashMap<>();
        for (int i = 0; i < now.length; i++) {
            // the end of an object may be heard of after the gathering that has missed it
            shown[i] = Math.max(shown[i], now[i]);
            sums.put(counters.get(i).name(), shown[i]);
        }
        return Map.copyOf(sums);
    }
}
