package warren.persistence.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the records of a segment one after the other, and finds where the good ones end. */
final class SegmentScanner {
    private static final int BUFFER_BYTES = 1 << 20;

    private final Segment segment;
    private final long end;
    private byte[] buffer = new byte[0];
    private long bufferStart;

    /** What a scan tells of. */
    interface Visitor {
        /** A whole batch, its records and their positions. */
        void batch(List<LogRecord> records, List<Position> positions);

        /** A record that is damaged, with good ones behind it. */
        void damaged(Position position);
    }

    SegmentScanner(Segment segment) {
        this.segment = segment;
        this.end = segment.end();
    }

    /** Visits all records from an offset on; returns where the last complete batch ends. */
    long scan(long from, Visitor visitor) throws IOException {
        long at = from;
        long goodEnd = from;
        List<LogRecord> records = new ArrayList<>();
        List<Position> positions = new ArrayList<>();
        while (at + RecordCodec.HEAD_BYTES <= end) {
            int length = lengthAt(at);
            Optional<RecordCodec.Decoded> found = length == 0 ? Optional.empty() : recordAt(at, length);
            if (found.isPresent()) {
                records.add(found.get().record());
                positions.add(new Position(segment.number, at, length));
                at += length;
                if (!found.get().moreFollows()) {
                    visitor.batch(List.copyOf(records), List.copyOf(positions));
                    records.clear();
                    positions.clear();
                    goodEnd = at;
                }
            } else {
                long next = nextRecord(at, length);
                if (next < 0) {
                    break;
                }
                visitor.damaged(new Position(segment.number, at, (int) Math.min(next - at, Integer.MAX_VALUE)));
                records.clear();
                positions.clear();
                at = next;
                goodEnd = at;
            }
        }
        return goodEnd;
    }

    /** Where good records begin again behind a bad spot; negative when nowhere: then the bad spot is an unfinished write. */
    private long nextRecord(long bad, int length) throws IOException {
        if (length != 0 && isRecordAt(bad + length)) {
            return bad + length;
        }
        for (long at = bad + 1; at + RecordCodec.HEAD_BYTES <= end; at++) {
            if (isRecordAt(at)) {
                return at;
            }
        }
        return -1;
    }

    private boolean isRecordAt(long at) throws IOException {
        int length = at + RecordCodec.HEAD_BYTES <= end ? lengthAt(at) : 0;
        return length != 0 && recordAt(at, length).isPresent();
    }

    /** Length of the record that begins here, its head included; 0 when there cannot be one. */
    private int lengthAt(long at) throws IOException {
        fill(at, RecordCodec.HEAD_BYTES);
        int size = java.nio.ByteBuffer.wrap(buffer).getInt((int) (at - bufferStart));
        return size <= 0 || at + RecordCodec.HEAD_BYTES + size > end ? 0 : RecordCodec.HEAD_BYTES + size;
    }

    private Optional<RecordCodec.Decoded> recordAt(long at, int length) throws IOException {
        fill(at, length);
        return RecordCodec.decode(buffer, (int) (at - bufferStart), length);
    }

    private void fill(long at, int length) throws IOException {
        if (at < bufferStart || at + length > bufferStart + buffer.length) {
            buffer = segment.read(at, (int) Math.min(Math.max(length, BUFFER_BYTES), end - at));
            bufferStart = at;
        }
    }
}
