package warren.persistence.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/*
 * What was not whole when the process or the power went is the last group of the log, as each group is safe before the next one is
 * written. So a bad spot with a good group somewhere behind it is damage: what can be read around it is still told of. A bad spot
 * without one is an unfinished write: its group does not count.
 */
/** Reads the records of a segment one after the other, and finds where the good ones end. */
final class SegmentScanner {
    private static final int BUFFER_BYTES = 1 << 20;

    private final Segment segment;
    private final long end;
    private byte[] buffer = new byte[0];
    private long bufferStart;

    /**
     * A record.
     *
     * @param entry without its payload when it is an event or snapshot, which may be large
     * @param isIntact false when the payload is damaged
     */
    record Found(Entry entry, Position position, boolean isIntact) {}

    /** What a scan tells of. */
    interface Visitor {
        void found(Found found) throws IOException;

        /** Nothing is known of the bytes from one place to another. */
        void lost(long from, long to);
    }

    SegmentScanner(Segment segment) {
        this.segment = segment;
        this.end = segment.end();
    }

    /** The record that begins the segment; null when it is not there or damaged. */
    @Nullable
    Entry first() throws IOException {
        RecordCodec.Head head = headAt(0);
        return head == null || !isIntact(head, 0) ? null : entry(head, 0);
    }

    /** Visits records from one place on, and stops at a group's end after so many bytes. Answers up to where all is well. */
    long scan(long from, long bytesMax, Visitor visitor) throws IOException {
        long at = from;
        while (at < end && at - from < bytesMax) {
            RecordCodec.Head head = headAt(at);
            if (head == null) {
                long next = nextHead(at + 1);
                if (next < 0 || !groupFollows(next)) {
                    break;
                }
                visitor.lost(at, next);
                at = next;
            } else if (head.kind() == Entry.Kind.GROUP) {
                long groupStart = at + head.length();
                List<Found> group = wholeGroup(groupStart, head.number());
                if (group != null) {
                    for (Found found : group) {
                        visitor.found(found);
                    }
                    at = groupStart + head.number();
                } else if (groupFollows(groupStart)) {
                    at = groupStart;
                } else {
                    break;
                }
            } else {
                visitor.found(found(head, at));
                at += head.length();
            }
        }
        return at;
    }

    /** The records of a group, null when one of them is not what was written. */
    private @Nullable List<Found> wholeGroup(long from, long length) throws IOException {
        if (length < 0 || length > end - from) {
            return null;
        }
        List<Found> group = new ArrayList<>();
        long at = from;
        while (at < from + length) {
            RecordCodec.Head head = headAt(at);
            if (head == null || at + head.length() > from + length) {
                return null;
            }
            Found found = found(head, at);
            if (!found.isIntact()) {
                return null;
            }
            group.add(found);
            at += head.length();
        }
        return group;
    }

    private boolean groupFollows(long from) throws IOException {
        long at = from;
        while (at >= 0 && at < end) {
            RecordCodec.Head head = headAt(at);
            if (head == null) {
                at = nextHead(at + 1);
            } else if (head.kind() == Entry.Kind.GROUP) {
                return true;
            } else {
                at += head.length();
            }
        }
        return false;
    }

    private long nextHead(long from) throws IOException {
        for (long at = from; at + RecordCodec.HEAD_BYTES_MIN <= end; at++) {
            if (headAt(at) != null) {
                return at;
            }
        }
        return -1;
    }

    private RecordCodec.@Nullable Head headAt(long at) throws IOException {
        if (end - at < RecordCodec.HEAD_BYTES_MIN || !fill(at, RecordCodec.HEAD_BYTES_MIN)) {
            return null;
        }
        int headBytes = RecordCodec.headBytes(buffer, (int) (at - bufferStart), end - at);
        if (headBytes == 0 || !fill(at, headBytes)) {
            return null;
        }
        return RecordCodec.readHead(buffer, (int) (at - bufferStart), headBytes, segment.number, at);
    }

    private Found found(RecordCodec.Head head, long at) throws IOException {
        return new Found(entry(head, at), new Position(segment.number, at, head.length()), isIntact(head, at));
    }

    private boolean isIntact(RecordCodec.Head head, long at) throws IOException {
        return fill(at, head.length()) && RecordCodec.isIntact(head, buffer, (int) (at - bufferStart));
    }

    private Entry entry(RecordCodec.Head head, long at) throws IOException {
        boolean isLarge = head.kind() == Entry.Kind.EVENT || head.kind() == Entry.Kind.SNAPSHOT;
        byte[] payload = {};
        if (!isLarge && fill(at, head.length())) {
            int start = (int) (at - bufferStart) + head.headBytes();
            payload = Arrays.copyOfRange(buffer, start, start + head.payloadBytes());
        }
        return new Entry(head.kind(), head.id(), head.number(), payload);
    }

    private boolean fill(long at, int length) throws IOException {
        if (at < bufferStart || at + length > bufferStart + buffer.length) {
            buffer = segment.read(at, (int) Math.min(Math.max(length, BUFFER_BYTES), end - at));
            bufferStart = at;
        }
        return buffer.length - (at - bufferStart) >= length;
    }
}
