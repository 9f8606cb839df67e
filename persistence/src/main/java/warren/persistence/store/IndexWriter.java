package warren.persistence.store;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import warren.persistence.bytes.ByteReader;
import warren.persistence.bytes.ByteWriter;
import warren.persistence.bytes.MalformedBytesException;

/**
 * What a record of the log means for the index: the one place for it, used when records are written and when they are read again.
 * Taking the same records in once more, in the order of the log up to its end, changes nothing.
 */
final class IndexWriter {
    private static final int RECENT_MAX = 20_000;

    private final Index index;
    private final LiveBytes liveBytes;
    /** Of owners that write: each append asks for them. */
    private final Map<String, Index.Numbers> recentNumbers = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Index.Numbers> eldest) {
            return size() > RECENT_MAX;
        }
    };

    /** Owners whose numbers no {@link Entry.Kind#NUMBERS} record of the log knows yet. */
    private final Set<String> unrecorded = new HashSet<>();

    private IndexChanges changes;

    IndexWriter(Index index, LiveBytes liveBytes) {
        this.index = index;
        this.liveBytes = liveBytes;
        this.changes = index.change();
    }

    LiveBytes liveBytes() {
        return liveBytes;
    }

    IndexChanges changes() {
        return changes;
    }

    /** All that was taken in takes effect; it is the log up to a place. */
    void write(int segment, long offset, boolean sync) {
        liveBytes.put(changes);
        changes.putApplied(segment, offset);
        IndexChanges written = changes;
        changes = index.change();
        written.write(sync);
    }

    void apply(Entry entry, Position position) throws MalformedBytesException {
        switch (entry.kind()) {
            case EVENT -> event(entry, position);
            case SNAPSHOT -> snapshot(entry, position);
            case REMOVAL -> removal(entry, position);
            case NUMBERS -> numbers(entry, position);
            case GROUP, START -> {}
        }
    }

    private Index.Numbers numbers(String id) {
        Index.Numbers recent = recentNumbers.get(id);
        return recent == null ? changes.numbers(id) : recent;
    }

    private void putNumbers(String id, Index.Numbers changed) {
        recentNumbers.put(id, changed);
        changes.putNumbers(id, changed);
    }

    private void event(Entry entry, Position position) {
        Index.Numbers known = numbers(entry.id());
        if (entry.number() <= known.highest()) {
            Optional<Position> before = changes.find(entry.id(), entry.number());
            if (before.equals(Optional.of(position))) {
                return;
            }
            before.ifPresent(liveBytes::removeEvent);
        } else {
            putNumbers(entry.id(), new Index.Numbers(entry.number(), known.deletedTo(), known.segment()));
            unrecorded.add(entry.id());
        }
        changes.putEvent(entry.id(), entry.number(), position);
        liveBytes.addEvent(position);
    }

    private void snapshot(Entry entry, Position position) {
        Optional<Index.Snapshot> before = changes.snapshot(entry.id());
        before.ifPresent(old -> liveBytes.removeSnapshot(old.position()));
        changes.putSnapshot(entry.id(), new Index.Snapshot(entry.number(), position));
        liveBytes.addSnapshot(position);
    }

    private void removal(Entry entry, Position position) throws MalformedBytesException {
        Removal removal = Removal.read(entry);
        String id = entry.id();
        removal.events().forEach((segment, sequenceNrs) -> {
            for (long sequenceNr : sequenceNrs) {
                changes.find(id, sequenceNr)
                        .filter(place -> place.segment() == segment)
                        .ifPresent(place -> {
                            changes.deleteEvent(id, sequenceNr);
                            liveBytes.removeEvent(place);
                        });
            }
        });
        changes.putRemoval(position);
        if (removal.isCarried(position)) {
            // the rest of it is about what stood before its first place; Recovery sees to that
            return;
        }
        if (removal.snapshot() || removal.forgotten()) {
            changes.snapshot(id).ifPresent(old -> liveBytes.removeSnapshot(old.position()));
            changes.deleteSnapshot(id);
        }
        Index.Numbers known = numbers(id);
        if (removal.forgotten()) {
            putNumbers(id, Index.Numbers.NONE);
            unrecorded.remove(id);
        } else if (removal.deletedTo() > known.deletedTo()) {
            putNumbers(id, new Index.Numbers(known.highest(), removal.deletedTo(), known.segment()));
            unrecorded.add(id);
        }
    }

    private void numbers(Entry entry, Position position) throws MalformedBytesException {
        Index.Numbers known = numbers(entry.id());
        long deletedTo = new ByteReader(entry.payload()).varint();
        putNumbers(
                entry.id(),
                new Index.Numbers(
                        Math.max(known.highest(), entry.number()),
                        Math.max(known.deletedTo(), deletedTo),
                        position.segment()));
        unrecorded.remove(entry.id());
    }

    /** Records for all numbers that the log does not know yet. */
    List<Entry> unrecorded() {
        return unrecorded.stream().sorted().map(this::numbersOf).toList();
    }

    /** A record of an owner's numbers. */
    Entry numbersOf(String id) {
        Index.Numbers known = numbers(id);
        byte[] deletedTo = new ByteWriter(10).varint(known.deletedTo()).toBytes();
        return new Entry(Entry.Kind.NUMBERS, id, known.highest(), deletedTo);
    }
}
