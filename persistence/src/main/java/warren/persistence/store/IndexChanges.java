package warren.persistence.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.iq80.leveldb.DB;
import org.iq80.leveldb.WriteBatch;
import org.iq80.leveldb.WriteOptions;
import org.jspecify.annotations.Nullable;

/** Changes of the index that take effect together. What is looked up here counts them in. Used by one thread. */
final class IndexChanges {
    private static final WriteOptions SYNC = new WriteOptions().sync(true);

    private final Index index;
    private final Map<EventName, Optional<Position>> events = new HashMap<>();
    /** What was looked up: a deletion asks for the same again when it is carried out. */
    private final Map<EventName, Optional<Position>> known = new HashMap<>();

    private final Map<String, Index.Numbers> numbers = new HashMap<>();
    private final Map<String, Optional<Index.Snapshot>> snapshots = new HashMap<>();
    private final Map<Position, Boolean> removals = new HashMap<>();
    private final Map<Integer, Optional<LiveBytes.Of>> liveBytes = new HashMap<>();
    private @Nullable Position checkpoint;
    private @Nullable Position applied;

    private record EventName(String id, long sequenceNr) {}

    IndexChanges(Index index) {
        this.index = index;
    }

    int size() {
        return events.size() + known.size() + numbers.size() + removals.size();
    }

    void putEvent(String id, long sequenceNr, Position position) {
        events.put(new EventName(id, sequenceNr), Optional.of(position));
    }

    void deleteEvent(String id, long sequenceNr) {
        events.put(new EventName(id, sequenceNr), Optional.empty());
    }

    Optional<Position> find(String id, long sequenceNr) {
        var name = new EventName(id, sequenceNr);
        Optional<Position> changed = events.get(name);
        return changed == null ? known.computeIfAbsent(name, each -> index.find(id, sequenceNr)) : changed;
    }

    /** The same as {@link Index#eventsOf}; only for an owner whose events are not changed in here. */
    Map<Long, Position> eventsOf(String id, long from, long to, long max) {
        Map<Long, Position> found = index.eventsOf(id, from, to, max);
        found.forEach((sequenceNr, position) -> known.put(new EventName(id, sequenceNr), Optional.of(position)));
        return found;
    }

    Index.Numbers numbers(String id) {
        Index.Numbers changed = numbers.get(id);
        return changed == null ? index.numbers(id) : changed;
    }

    /** {@link Index.Numbers#NONE} forgets the owner. */
    void putNumbers(String id, Index.Numbers changed) {
        numbers.put(id, changed);
    }

    Optional<Index.Snapshot> snapshot(String id) {
        Optional<Index.Snapshot> changed = snapshots.get(id);
        return changed == null ? index.snapshot(id) : changed;
    }

    void putSnapshot(String id, Index.Snapshot snapshot) {
        snapshots.put(id, Optional.of(snapshot));
    }

    void deleteSnapshot(String id) {
        snapshots.put(id, Optional.empty());
    }

    void putRemoval(Position position) {
        removals.put(position, true);
    }

    void deleteRemoval(Position position) {
        removals.put(position, false);
    }

    void putLiveBytes(int segment, LiveBytes.Of bytes) {
        liveBytes.put(segment, Optional.of(bytes));
    }

    void deleteLiveBytes(int segment) {
        liveBytes.put(segment, Optional.empty());
    }

    void putCheckpoint(int segment, long offset) {
        checkpoint = new Position(segment, offset, 0);
    }

    void putApplied(int segment, long offset) {
        applied = new Position(segment, offset, 0);
    }

    void write(boolean sync) {
        index.use(db -> {
            try (WriteBatch batch = db.createWriteBatch()) {
                fill(batch);
                return write(db, batch, sync);
            } catch (IOException e) {
                throw new StoreException("the index cannot be written", e);
            }
        });
    }

    private static DB write(DB db, WriteBatch batch, boolean sync) {
        if (sync) {
            db.write(batch, SYNC);
        } else {
            db.write(batch);
        }
        return db;
    }

    private void fill(WriteBatch batch) {
        events.forEach((name, position) ->
                put(batch, IndexKeys.event(name.id(), name.sequenceNr()), position.map(IndexChanges::bytes)));
        numbers.forEach((id, each) -> put(
                batch,
                IndexKeys.ofOwner(IndexKeys.NUMBERS, id),
                Optional.of(each)
                        .filter(known -> !known.equals(Index.Numbers.NONE))
                        .map(IndexChanges::bytes)));
        snapshots.forEach((id, snapshot) ->
                put(batch, IndexKeys.ofOwner(IndexKeys.SNAPSHOT, id), snapshot.map(IndexChanges::bytes)));
        removals.forEach((place, isThere) -> put(
                batch,
                IndexKeys.removal(place.segment(), place.offset()),
                isThere
                        ? Optional.of(
                                ByteBuffer.allocate(4).putInt(place.length()).array())
                        : Optional.empty()));
        liveBytes.forEach((segment, live) -> put(
                batch,
                IndexKeys.liveBytes(segment),
                live.map(of -> ByteBuffer.allocate(16)
                        .putLong(of.events())
                        .putLong(of.snapshots())
                        .array())));
        put(batch, IndexKeys.CHECKPOINT, checkpoint);
        put(batch, IndexKeys.APPLIED, applied);
    }

    private static void put(WriteBatch batch, byte[] key, @Nullable Position place) {
        if (place != null) {
            batch.put(
                    key,
                    ByteBuffer.allocate(12)
                            .putInt(place.segment())
                            .putLong(place.offset())
                            .array());
        }
    }

    private static void put(WriteBatch batch, byte[] key, Optional<byte[]> value) {
        if (value.isPresent()) {
            batch.put(key, value.get());
        } else {
            batch.delete(key);
        }
    }

    private static byte[] bytes(Position position) {
        return put(ByteBuffer.allocate(16), position).array();
    }

    private static byte[] bytes(Index.Numbers numbers) {
        return ByteBuffer.allocate(20)
                .putLong(numbers.highest())
                .putLong(numbers.deletedTo())
                .putInt(numbers.segment())
                .array();
    }

    private static byte[] bytes(Index.Snapshot snapshot) {
        return put(ByteBuffer.allocate(24).putLong(snapshot.sequenceNr()), snapshot.position())
                .array();
    }

    private static ByteBuffer put(ByteBuffer out, Position position) {
        return out.putInt(position.segment()).putLong(position.offset()).putInt(position.length());
    }
}
