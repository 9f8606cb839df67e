package warren.persistence.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.iq80.leveldb.CompressionType;
import org.iq80.leveldb.DB;
import org.iq80.leveldb.DBFactory;
import org.iq80.leveldb.DBIterator;
import org.iq80.leveldb.Options;
import org.iq80.leveldb.WriteBatch;
import org.iq80.leveldb.WriteOptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The index of the log in LevelDB: where each event stands, the highest sequence number of each id, snapshots, and how much of each
 * segment lives. Changes are not synced one by one: after a crash it holds what it held at some moment not before the last synced
 * write, and the log's tail is read again to complete it.
 *
 * <p>Keys: {@code e} id 0 number = event, {@code h} id = highest number and the number up to which events were deleted, {@code s} id =
 * snapshot, {@code l} segment = living bytes, {@code c} = checkpoint.
 */
final class Index implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Index.class);
    private static final byte[] CHECKPOINT = {'c'};
    private static final WriteOptions SYNC = new WriteOptions().sync(true);

    private final DB db;

    /** Highest sequence number, and the one up to which events were deleted in one go. */
    record Numbers(long highest, long deletedTo) {
        static final Numbers NONE = new Numbers(0, 0);
    }

    /** A snapshot and the sequence number that it stands for. */
    record Snapshot(long sequenceNr, byte[] bytes) {}

    private Index(DB db) {
        this.db = db;
    }

    static Index open(Path directory) throws IOException {
        Options options = new Options()
                .createIfMissing(true)
                .compressionType(CompressionType.NONE)
                .writeBufferSize(4 << 20)
                .cacheSize(8L << 20);
        return new Index(factory().open(directory.toFile(), options));
    }

    private static DBFactory factory() {
        try {
            return org.fusesource.leveldbjni.JniDBFactory.factory;
        } catch (LinkageError e) {
            LOG.warn("LevelDB's native library does not load on this platform; the slower Java version is used", e);
            return org.iq80.leveldb.impl.Iq80DBFactory.factory;
        }
    }

    /** Changes that take effect together. Used by one thread. */
    final class Changes implements AutoCloseable {
        private final WriteBatch batch = db.createWriteBatch();
        private final Map<String, Numbers> numbers = new HashMap<>();

        void putEvent(String id, long sequenceNr, Position position) {
            ByteBuffer value = ByteBuffer.allocate(16);
            value.putInt(position.segment()).putLong(position.offset()).putInt(position.length());
            batch.put(eventKey(id, sequenceNr), value.array());
        }

        void deleteEvent(String id, long sequenceNr) {
            batch.delete(eventKey(id, sequenceNr));
        }

        Numbers numbers(String id) {
            Numbers known = numbers.get(id);
            return known == null ? Index.this.numbers(id) : known;
        }

        void putNumbers(String id, Numbers changed) {
            numbers.put(id, changed);
        }

        void putSnapshot(String id, Snapshot snapshot) {
            ByteBuffer value = ByteBuffer.allocate(Long.BYTES + snapshot.bytes().length);
            value.putLong(snapshot.sequenceNr()).put(snapshot.bytes());
            batch.put(key('s', id), value.array());
        }

        void deleteSnapshot(String id) {
            batch.delete(key('s', id));
        }

        void deleteId(String id) {
            numbers.remove(id);
            batch.delete(key('h', id));
            batch.delete(key('s', id));
        }

        void putLiveBytes(int segment, long bytes) {
            batch.put(
                    segmentKey(segment),
                    ByteBuffer.allocate(Long.BYTES).putLong(bytes).array());
        }

        void deleteSegment(int segment) {
            batch.delete(segmentKey(segment));
        }

        void putCheckpoint(int segment, long offset) {
            batch.put(
                    CHECKPOINT,
                    ByteBuffer.allocate(12).putInt(segment).putLong(offset).array());
        }

        void write(boolean sync) {
            numbers.forEach((id, each) -> batch.put(
                    key('h', id),
                    ByteBuffer.allocate(16)
                            .putLong(each.highest())
                            .putLong(each.deletedTo())
                            .array()));
            if (sync) {
                db.write(batch, SYNC);
            } else {
                db.write(batch);
            }
        }

        @Override
        public void close() throws IOException {
            batch.close();
        }
    }

    Changes change() {
        return new Changes();
    }

    Optional<Position> find(String id, long sequenceNr) {
        byte[] value = db.get(eventKey(id, sequenceNr));
        return value == null ? Optional.empty() : Optional.of(position(value));
    }

    Numbers numbers(String id) {
        byte[] value = db.get(key('h', id));
        if (value == null) {
            return Numbers.NONE;
        }
        ByteBuffer in = ByteBuffer.wrap(value);
        return new Numbers(in.getLong(), in.getLong());
    }

    Optional<Snapshot> snapshot(String id) {
        byte[] value = db.get(key('s', id));
        if (value == null) {
            return Optional.empty();
        }
        return Optional.of(new Snapshot(
                ByteBuffer.wrap(value).getLong(), java.util.Arrays.copyOfRange(value, Long.BYTES, value.length)));
    }

    /** Sequence numbers of the events that an id has, between two numbers. Starts at a known key: deleted ones cost nothing. */
    List<Long> eventsOf(String id, long from, long to, long max) {
        List<Long> found = new ArrayList<>();
        byte[] prefix = eventPrefix(id);
        try (DBIterator iterator = db.iterator()) {
            for (iterator.seek(eventKey(id, from)); iterator.hasNext() && found.size() < max; ) {
                byte[] key = iterator.next().getKey();
                if (!startsWith(key, prefix) || key.length != prefix.length + Long.BYTES) {
                    break;
                }
                long sequenceNr = ByteBuffer.wrap(key).getLong(prefix.length);
                if (sequenceNr > to) {
                    break;
                }
                found.add(sequenceNr);
            }
        } catch (IOException e) {
            throw new StoreException("the index cannot be read", e);
        }
        return found;
    }

    List<String> ids(String prefix) {
        List<String> found = new ArrayList<>();
        byte[] start = key('h', prefix);
        try (DBIterator iterator = db.iterator()) {
            for (iterator.seek(start); iterator.hasNext(); ) {
                byte[] key = iterator.next().getKey();
                if (!startsWith(key, start)) {
                    break;
                }
                found.add(new String(key, 1, key.length - 1, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new StoreException("the index cannot be read", e);
        }
        return found;
    }

    long liveBytes(int segment) {
        byte[] value = db.get(segmentKey(segment));
        return value == null ? 0 : ByteBuffer.wrap(value).getLong();
    }

    /** Where the log has to be read again from; null in a new index. */
    @Nullable
    Position checkpoint() {
        byte[] value = db.get(CHECKPOINT);
        if (value == null) {
            return null;
        }
        ByteBuffer in = ByteBuffer.wrap(value);
        return new Position(in.getInt(), in.getLong(), 0);
    }

    @Override
    public void close() throws IOException {
        db.close();
    }

    private static Position position(byte[] value) {
        ByteBuffer in = ByteBuffer.wrap(value);
        return new Position(in.getInt(), in.getLong(), in.getInt());
    }

    private static byte[] eventPrefix(String id) {
        byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(bytes.length + 2)
                .put((byte) 'e')
                .put(bytes)
                .put((byte) 0)
                .array();
    }

    private static byte[] eventKey(String id, long sequenceNr) {
        byte[] prefix = eventPrefix(id);
        return ByteBuffer.allocate(prefix.length + Long.BYTES)
                .put(prefix)
                .putLong(sequenceNr)
                .array();
    }

    private static byte[] key(char kind, String id) {
        byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(bytes.length + 1).put((byte) kind).put(bytes).array();
    }

    private static byte[] segmentKey(int segment) {
        return ByteBuffer.allocate(5).put((byte) 'l').putInt(segment).array();
    }

    private static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && java.util.Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }
}
