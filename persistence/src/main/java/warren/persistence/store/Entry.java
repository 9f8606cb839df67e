package warren.persistence.store;

import java.util.List;

/**
 * What one record of the log says.
 *
 * @param id whose record it is; empty for what concerns the log itself
 * @param number its meaning depends on the kind
 */
record Entry(Kind kind, String id, long number, byte[] payload) {
    private static final byte[] NOTHING = {};

    /** Each with its code in the file. */
    enum Kind {
        /** An event; the number is its sequence number. */
        EVENT(0),
        /** A snapshot; the number is the sequence number that it stands for. */
        SNAPSHOT(1),
        /** What does not count any more ({@link Removal}); the number is the segment that it was first written to. */
        REMOVAL(2),
        /** An owner's highest sequence number, and in the payload the number up to which its events are gone. */
        NUMBERS(3),
        /** Begins what was written at once and is there as a whole or not at all; the number is its length. */
        GROUP(4),
        /** Begins a segment; the number is the segment before it, the payload the length up to which that one counts. */
        START(5);

        private static final List<Kind> ALL = List.of(values());
        final byte code;

        Kind(int code) {
            this.code = (byte) code;
        }

        static boolean isCode(int code) {
            return code >= 0 && code < ALL.size();
        }

        static Kind of(int code) {
            return ALL.get(code);
        }
    }

    static Entry event(LogRecord record) {
        return new Entry(Kind.EVENT, record.persistenceId(), record.sequenceNr(), record.payload());
    }

    static Entry group(long length) {
        return new Entry(Kind.GROUP, "", length, NOTHING);
    }
}
