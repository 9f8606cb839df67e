package warren.persistence.store;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** How many bytes of each segment are still needed. Used by the writer's thread. */
final class LiveBytes {
    private final Map<Integer, Of> segments = new HashMap<>();
    private final Set<Integer> changed = new HashSet<>();
    /** Bytes given up so far: what reclaim may find. */
    private long freed;

    /** The living bytes of one segment. */
    record Of(long events, long snapshots) {
        static final Of NONE = new Of(0, 0);

        long total() {
            return events + snapshots;
        }
    }

    void load(int segment, Of live) {
        segments.put(segment, live);
    }

    Of of(int segment) {
        return segments.getOrDefault(segment, Of.NONE);
    }

    void addEvent(Position position) {
        add(position, position.length(), 0);
    }

    void removeEvent(Position position) {
        add(position, -position.length(), 0);
    }

    void addSnapshot(Position position) {
        add(position, 0, position.length());
    }

    void removeSnapshot(Position position) {
        add(position, 0, -position.length());
    }

    private void add(Position position, long events, long snapshots) {
        Of known = of(position.segment());
        segments.put(position.segment(), new Of(known.events() + events, known.snapshots() + snapshots));
        changed.add(position.segment());
        freed += Math.max(0, -events - snapshots);
    }

    void forget(int segment) {
        segments.remove(segment);
        changed.remove(segment);
    }

    /** Hands over what changed since the last time. */
    void put(IndexChanges changes) {
        changed.forEach(segment -> changes.putLiveBytes(segment, of(segment)));
        changed.clear();
    }

    long freed() {
        return freed;
    }

    long total() {
        return segments.values().stream().mapToLong(Of::total).sum();
    }
}
