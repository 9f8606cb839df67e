package warren.persistence.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.iq80.leveldb.CompressionType;
import org.iq80.leveldb.DB;
import org.iq80.leveldb.DBException;
import org.iq80.leveldb.DBIterator;
import org.iq80.leveldb.Options;
import org.iq80.leveldb.ReadOptions;
import org.jspecify.annotations.Nullable;

/**
 * The index of the log in LevelDB: where each event and snapshot stands, the highest sequence number of each owner, and how much of each
 * segment lives. All of it can be read from the log again. Changes are not synced one by one: after a crash it holds what it held at
 * some moment not before the last checkpoint, and the log is read again from there.
 *
 * <p>Keys: {@code e} id 0 number = event, {@code h} id = numbers, {@code s} id = snapshot, {@code t} segment offset = a removal in the
 * log, {@code l} segment = living bytes, {@code c} = checkpoint, {@code a} = place in the log up to which all is in here.
 *
 * <p>LevelDB's native code must not be called once it is closed: each use holds the lock and looks first.
 */
final class Index implements AutoCloseable {
    private static final ReadOptions READ = new ReadOptions().verifyChecksums(true);

    private final DB db;
    private final Runnable corrupt;
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private boolean closed;

    /** Highest sequence number, the one up to which all events are gone, and the segment that last said so (0: none). */
    record Numbers(long highest, long deletedTo, int segment) {
        static final Numbers NONE = new Numbers(0, 0, 0);
    }

    /** A snapshot: the sequence number that it stands for, and where it is. */
    record Snapshot(long sequenceNr, Position position) {}

    private Index(DB db, Runnable corrupt) {
        this.db = db;
        this.corrupt = corrupt;
    }

    /** {@code corrupt} is run when LevelDB says that what it reads is damaged. */
    static Index open(Path directory, Runnable corrupt) throws IOException {
        Options options = new Options()
                .createIfMissing(true)
                .compressionType(CompressionType.NONE)
                .paranoidChecks(true)
                .verifyChecksums(true)
                .writeBufferSize(4 << 20)
                .cacheSize(8L << 20);
        return new Index(LevelDb.factory().open(directory.toFile(), options), corrupt);
    }

    /** Uses the database, unless it is closed. */
    <T> T use(Function<DB, T> use) {
        lock.readLock().lock();
        try {
            if (closed) {
                throw new StoreException("the store is closed");
            }
            return use.apply(db);
        } catch (DBException e) {
            corrupt.run();
            throw new StoreException(
                    "the index cannot be used; it is built anew at the next start: " + e.getMessage(), e);
        } finally {
            lock.readLock().unlock();
        }
    }

    IndexChanges change() {
        return new IndexChanges(this);
    }

    private byte @Nullable [] get(byte[] key) {
        return use(database -> Optional.ofNullable(database.get(key, READ))).orElse(null);
    }

    Optional<Position> find(String id, long sequenceNr) {
        byte[] value = get(IndexKeys.event(id, sequenceNr));
        return value == null ? Optional.empty() : Optional.of(position(ByteBuffer.wrap(value)));
    }

    Numbers numbers(String id) {
        byte[] value = get(IndexKeys.ofOwner(IndexKeys.NUMBERS, id));
        return value == null ? Numbers.NONE : numbers(ByteBuffer.wrap(value));
    }

    Optional<Snapshot> snapshot(String id) {
        byte[] value = get(IndexKeys.ofOwner(IndexKeys.SNAPSHOT, id));
        return value == null ? Optional.empty() : Optional.of(snapshot(ByteBuffer.wrap(value)));
    }

    /** The events that an owner has between two numbers, ascending. Starts at a known key: deleted ones cost nothing. */
    Map<Long, Position> eventsOf(String id, long from, long to, long max) {
        Map<Long, Position> found = new LinkedHashMap<>();
        byte[] prefix = IndexKeys.eventPrefix(id);
        use(database -> {
            try (DBIterator iterator = database.iterator(READ)) {
                for (iterator.seek(IndexKeys.event(id, from)); iterator.hasNext() && found.size() < max; ) {
                    Map.Entry<byte[], byte[]> next = iterator.next();
                    byte[] key = next.getKey();
                    if (!IndexKeys.startsWith(key, prefix)) {
                        break;
                    }
                    long sequenceNr = ByteBuffer.wrap(key).getLong(prefix.length);
                    if (sequenceNr > to) {
                        break;
                    }
                    found.put(sequenceNr, position(ByteBuffer.wrap(next.getValue())));
                }
                return found;
            } catch (IOException e) {
                throw new StoreException("the index cannot be read", e);
            }
        });
        return found;
    }

    /** The owners of anything, also of a snapshot alone: damage may have cost the rest. */
    List<String> ids(String prefix) {
        Set<String> found = new TreeSet<>();
        walk(IndexKeys.ofOwner(IndexKeys.NUMBERS, prefix), (key, value) -> found.add(IndexKeys.owner(key)));
        walk(IndexKeys.ofOwner(IndexKeys.SNAPSHOT, prefix), (key, value) -> found.add(IndexKeys.owner(key)));
        return List.copyOf(found);
    }

    void forEachNumbers(BiConsumer<String, Numbers> visitor) {
        walk(
                IndexKeys.ofOwner(IndexKeys.NUMBERS, ""),
                (key, value) -> visitor.accept(IndexKeys.owner(key), numbers(ByteBuffer.wrap(value))));
    }

    void forEachSnapshot(BiConsumer<String, Snapshot> visitor) {
        walk(
                IndexKeys.ofOwner(IndexKeys.SNAPSHOT, ""),
                (key, value) -> visitor.accept(IndexKeys.owner(key), snapshot(ByteBuffer.wrap(value))));
    }

    List<Position> removalsIn(int segment) {
        List<Position> found = new ArrayList<>();
        byte[] start = ByteBuffer.allocate(5)
                .put((byte) IndexKeys.REMOVAL)
                .putInt(segment)
                .array();
        walk(
                start,
                (key, value) -> found.add(new Position(
                        segment,
                        ByteBuffer.wrap(key).getLong(5),
                        ByteBuffer.wrap(value).getInt())));
        return found;
    }

    private void walk(byte[] prefix, BiConsumer<byte[], byte[]> visitor) {
        use(database -> {
            try (DBIterator iterator = database.iterator(READ)) {
                for (iterator.seek(prefix); iterator.hasNext(); ) {
                    Map.Entry<byte[], byte[]> next = iterator.next();
                    if (!IndexKeys.startsWith(next.getKey(), prefix)) {
                        break;
                    }
                    visitor.accept(next.getKey(), next.getValue());
                }
                return database;
            } catch (IOException e) {
                throw new StoreException("the index cannot be read", e);
            }
        });
    }

    LiveBytes.Of liveBytes(int segment) {
        byte[] value = get(IndexKeys.liveBytes(segment));
        ByteBuffer in = value == null ? ByteBuffer.allocate(16) : ByteBuffer.wrap(value);
        return new LiveBytes.Of(in.getLong(), in.getLong());
    }

    /** Where the log has to be read again from; null in an index that is not complete. */
    @Nullable
    Position checkpoint() {
        return place(IndexKeys.CHECKPOINT);
    }

    /** All of the log before this place is in the index. */
    @Nullable
    Position applied() {
        return place(IndexKeys.APPLIED);
    }

    private @Nullable Position place(byte[] key) {
        byte[] value = get(key);
        if (value == null) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(value);
        return new Position(in.getInt(), in.getLong(), 0);
    }

    @Override
    public void close() throws IOException {
        lock.writeLock().lock();
        try {
            if (!closed) {
                closed = true;
                db.close();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    private static Position position(ByteBuffer in) {
        return new Position(in.getInt(), in.getLong(), in.getInt());
    }

    private static Numbers numbers(ByteBuffer in) {
        return new Numbers(in.getLong(), in.getLong(), in.getInt());
    }

    private static Snapshot snapshot(ByteBuffer in) {
        return new Snapshot(in.getLong(), position(in));
    }
}
