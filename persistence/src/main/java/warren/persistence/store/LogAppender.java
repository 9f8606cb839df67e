package warren.persistence.store;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import warren.persistence.bytes.MalformedBytesException;

/** Writes entries to the log and then takes them into the index: the way of all changes. Used by the writer's thread. */
final class LogAppender {
    private final SegmentedLog log;
    private final IndexWriter writer;
    private final Reserve reserve;
    private long bytes;

    LogAppender(SegmentedLog log, IndexWriter writer, Reserve reserve) {
        this.log = log;
        this.writer = writer;
        this.reserve = reserve;
    }

    /** An {@link IOException}: nothing of it counts. Anything else: it is in the log, but not in the index. */
    void append(List<Entry> entries) throws IOException {
        requireRoom(entries);
        take(entries, log.append(entries, false));
        writer.write(log.active().number, log.active().end(), false);
    }

    /** The same for what replaces other records, with more changes of the index; log and index are synced in this order. */
    void append(List<Entry> entries, Consumer<IndexChanges> more) throws IOException {
        requireRoom(entries);
        take(entries, appendAndSync(entries));
        more.accept(writer.changes());
        writer.write(log.active().number, log.active().end(), true);
    }

    private void requireRoom(List<Entry> entries) throws IOException {
        long size = 0;
        for (Entry entry : entries) {
            size += entry.payload().length;
        }
        reserve.requireUpkeep(size);
    }

    /** All is safe up to here, and need not be read again. */
    void checkpoint() throws IOException {
        List<Entry> numbers = writer.unrecorded();
        append(
                numbers,
                changes ->
                        changes.putCheckpoint(log.active().number, log.active().end()));
    }

    private List<Position> appendAndSync(List<Entry> entries) throws IOException {
        if (entries.isEmpty()) {
            log.active().sync();
            return List.of();
        }
        return log.append(entries, true);
    }

    private void take(List<Entry> entries, List<Position> positions) {
        for (int i = 0; i < entries.size(); i++) {
            try {
                writer.apply(entries.get(i), positions.get(i));
            } catch (MalformedBytesException e) {
                throw new IllegalStateException("a record that was just written does not parse", e);
            }
            bytes += positions.get(i).length();
        }
    }

    Entry numbersOf(String id) {
        return writer.numbersOf(id);
    }

    /** Written so far, and given up so far: both call for a checkpoint one day. */
    long turnover() {
        return bytes + writer.liveBytes().freed();
    }
}
