package warren.persistence.repair;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import warren.persistence.store.DamagedException;
import warren.persistence.store.StoredRecords;

/** Reads what an owner recovers from, its snapshot and the events behind it, and goes on where its recovery would end. */
final class OwnerReader {
    /** Takes in what can be read. */
    interface Visitor {
        void snapshot(Object snapshot);

        void event(long sequenceNr, Object event);
    }

    private final StoredRecords records;
    private final String id;
    private final List<String> damage = new ArrayList<>();
    private final List<Long> lost = new ArrayList<>();
    private long snapshotNr;
    private boolean isSnapshotLost;

    OwnerReader(StoredRecords records, String id) {
        this.records = records;
        this.id = id;
    }

    /** What is wrong, a line for each place. */
    List<String> damage() {
        return damage;
    }

    /** Events that are known and cannot be read. */
    List<Long> lost() {
        return lost;
    }

    /** Up to where the snapshot stands for the events; 0 when there is none that can be read. */
    long snapshotNr() {
        return snapshotNr;
    }

    /** The snapshot is damaged, and some of the events that it stood for are gone. */
    boolean isSnapshotLost() {
        return isSnapshotLost;
    }

    void read(Visitor visitor) {
        long dispensable =
                Math.max(records.deletedTo(id), records.snapshotSequenceNr(id).orElse(0L));
        readSnapshot(visitor);
        long expected = dispensable + 1;
        for (long sequenceNr : records.eventNumbers(id)) {
            if (sequenceNr <= snapshotNr) {
                continue;
            }
            missing(expected, sequenceNr - 1);
            expected = Math.max(expected, sequenceNr + 1);
            event(sequenceNr).ifPresent(event -> visitor.event(sequenceNr, event));
        }
        missing(expected, records.highestSequenceNr(id));
    }

    private void readSnapshot(Visitor visitor) {
        Optional<Long> number = records.snapshotSequenceNr(id);
        if (number.isEmpty()) {
            return;
        }
        try {
            String name = "the snapshot of " + id;
            records.snapshot(id).ifPresent(bytes -> visitor.snapshot(StoredObject.read(name, bytes)));
            snapshotNr = number.get();
        } catch (DamagedException e) {
            damage.add(String.valueOf(e.getMessage()));
            isSnapshotLost = !records.hasAllEvents(id, number.get());
        }
    }

    /** One event; empty, and noted, when it cannot be read. */
    Optional<Object> event(long sequenceNr) {
        try {
            return Optional.of(StoredObject.read("event " + sequenceNr + " of " + id, records.read(id, sequenceNr)));
        } catch (DamagedException e) {
            damage.add(String.valueOf(e.getMessage()));
            lost.add(sequenceNr);
            return Optional.empty();
        }
    }

    private void missing(long from, long to) {
        if (from <= to) {
            damage.add((from == to ? "event " + from : "events " + from + " to " + to) + " of " + id + " missing");
        }
    }
}
