package warren.persistence.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads what is stored: events by owner and number, and the newest snapshot of each owner. Thread-safe. */
public final class StoredRecords {
    /** Events that are looked up at once. */
    private static final int REPLAY_EVENTS = 10_000;

    private final SegmentedLog log;
    private final Index index;

    StoredRecords(SegmentedLog log, Index index) {
        this.log = log;
        this.index = index;
    }

    /** One event. The checksum is verified; one that is missing or damaged is a {@link StoreException}. */
    public byte[] read(String persistenceId, long sequenceNr) {
        String name = "event " + sequenceNr + " of " + persistenceId;
        return read(name, persistenceId, Entry.Kind.EVENT, () -> index.find(persistenceId, sequenceNr))
                .filter(entry -> entry.number() == sequenceNr)
                .orElseThrow(() -> new DamagedException(name + " is missing"))
                .payload();
    }

    /** The payload of an event whose checksum does not hold: good for a guess at what was lost, and for nothing else. */
    public Optional<byte[]> readUnchecked(String persistenceId, long sequenceNr) {
        int headBytes = RecordCodec.HEAD_BYTES_MIN + persistenceId.getBytes(StandardCharsets.UTF_8).length;
        return index.find(persistenceId, sequenceNr)
                .map(this::bytes)
                .filter(bytes -> bytes.length > headBytes)
                .map(bytes -> Arrays.copyOfRange(bytes, headBytes, bytes.length));
    }

    private byte[] bytes(Position position) {
        try {
            return log.read(position);
        } catch (IOException e) {
            throw new StoreException("the log cannot be read: " + e.getMessage(), e);
        }
    }

    /** Empty when there is none. */
    private Optional<Entry> read(String name, String id, Entry.Kind kind, Supplier<Optional<Position>> find) {
        Optional<Position> position = find.get();
        while (position.isPresent()) {
            IOException failure = null;
            try {
                Entry entry = RecordCodec.read(log.read(position.get()), position.get());
                if (entry != null && entry.kind() == kind && entry.id().equals(id)) {
                    return Optional.of(entry);
                }
            } catch (IOException e) {
                failure = e;
            }
            // the segment may just have gone: what counts of it has moved
            Optional<Position> now = find.get();
            if (now.equals(position)) {
                throw unreadable(name, position.get(), failure);
            }
            position = now;
        }
        return Optional.empty();
    }

    private static StoreException unreadable(String name, Position at, @Nullable IOException failure) {
        String place = " (segment " + at.segment() + ", offset " + at.offset() + ")";
        return failure == null || failure instanceof NoSuchFileException
                ? new DamagedException(name + " is damaged" + place)
                : new StoreException(name + " cannot be read" + place, failure);
    }

    /** The highest number that an owner ever used; 0 when it is unknown. */
    public long highestSequenceNr(String persistenceId) {
        return index.numbers(persistenceId).highest();
    }

    /**
     * An owner's events in order, those that were given up left out. Only events that a snapshot stands for may be given up singly: one
     * above it that is missing was lost, and is a {@link StoreException}.
     */
    public void replay(String persistenceId, long from, long to, long max, Consumer<LogRecord> consumer) {
        Index.Numbers numbers = index.numbers(persistenceId);
        long last = Math.min(to, numbers.highest());
        long dispensable =
                Math.max(numbers.deletedTo(), snapshotSequenceNr(persistenceId).orElse(0L));
        long next = Math.max(from, numbers.deletedTo() + 1);
        long left = max;
        while (next <= last && left > 0) {
            Map<Long, Position> found = index.eventsOf(persistenceId, next, last, Math.min(left, REPLAY_EVENTS));
            for (long sequenceNr : found.keySet()) {
                refuseGap(persistenceId, Math.max(next, dispensable + 1), sequenceNr);
                consumer.accept(new LogRecord(persistenceId, sequenceNr, read(persistenceId, sequenceNr)));
                next = sequenceNr + 1;
            }
            if (found.isEmpty()) {
                refuseGap(persistenceId, Math.max(next, dispensable + 1), last + 1);
                next = last + 1;
            }
            left -= found.size();
        }
    }

    private static void refuseGap(String persistenceId, long expected, long found) {
        if (found > expected) {
            String lost = expected == found - 1 ? "event " + expected : "events " + expected + " to " + (found - 1);
            throw new DamagedException(lost + " of " + persistenceId + " lost: the log is damaged");
        }
    }

    /** True when no event up to a number was given up or lost. */
    public boolean hasAllEvents(String persistenceId, long to) {
        if (index.numbers(persistenceId).deletedTo() > 0) {
            return false;
        }
        for (long next = 1; next <= to; next += REPLAY_EVENTS) {
            long last = Math.min(to, next + REPLAY_EVENTS - 1);
            if (index.eventsOf(persistenceId, next, last, REPLAY_EVENTS).size() != last - next + 1) {
                return false;
            }
        }
        return true;
    }

    /** The owners whose id begins so. */
    public List<String> persistenceIds(String prefix) {
        return index.ids(prefix);
    }

    /** The numbers of the events that an owner has, ascending, readable or not. */
    public List<Long> eventNumbers(String persistenceId) {
        List<Long> numbers = new ArrayList<>();
        long next = 1;
        while (true) {
            Map<Long, Position> found = index.eventsOf(persistenceId, next, Long.MAX_VALUE, REPLAY_EVENTS);
            if (found.isEmpty()) {
                return numbers;
            }
            numbers.addAll(found.keySet());
            next = numbers.get(numbers.size() - 1) + 1;
        }
    }

    /** All events of an owner up to here are gone, and nobody misses them. */
    public long deletedTo(String persistenceId) {
        return index.numbers(persistenceId).deletedTo();
    }

    /** The number that an owner's snapshot stands for; empty when it has none. */
    public Optional<Long> snapshotSequenceNr(String persistenceId) {
        return index.snapshot(persistenceId).map(Index.Snapshot::sequenceNr);
    }

    /** An owner's snapshot; {@link StoreException} when it is damaged. */
    public Optional<byte[]> snapshot(String persistenceId) {
        return read(
                        "the snapshot of " + persistenceId,
                        persistenceId,
                        Entry.Kind.SNAPSHOT,
                        () -> index.snapshot(persistenceId).map(Index.Snapshot::position))
                .map(Entry::payload);
    }
}
