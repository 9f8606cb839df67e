package warren.transport.frame;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Room for the bodies that come in pieces, of all connections together. A body is given room for all of its size when its first bytes
 * come, and has it until its connection asks for more than it: so what began can always be completed, and the sum has a bound. What
 * finds no room waits its turn. A last eighth is kept for small bodies, which so never wait for large ones. Thread-safe.
 */
public final class ContentMemory {
    /** Bodies up to this size may take the last eighth. */
    static final long SMALL_BYTES_MAX = 128 << 10;

    private static final int LAST_EIGHTH = 8;

    private final long limitBytes;
    private final ArrayDeque<Turn> waiting = new ArrayDeque<>();
    private long reservedBytes;
    private long grants;
    private volatile boolean patient;

    /** A body that waits for room. */
    static final class Turn {
        final long bytes;
        private final Runnable granted;
        private boolean hasRoom;

        private Turn(long bytes, Runnable granted) {
            this.bytes = bytes;
            this.granted = granted;
        }
    }

    /** Room for so many bytes. */
    public ContentMemory(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** The largest body that can ever have room. */
    public long largestBytes() {
        return limitBytes - limitBytes / LAST_EIGHTH;
    }

    /** What bodies have room for now. */
    public synchronized long reservedBytes() {
        return reservedBytes;
    }

    /** Takes room at once if there is some and nobody of the same kind waits for it. */
    synchronized boolean reserve(long bytes) {
        if (!fits(bytes) || (bytes > SMALL_BYTES_MAX && !waiting.isEmpty())) {
            return false;
        }
        reservedBytes += bytes;
        return true;
    }

    /** Takes room when there is some; then {@code granted} is called, by the thread that made the room. */
    Turn await(long bytes, Runnable granted) {
        var turn = new Turn(bytes, granted);
        List<Turn> next;
        synchronized (this) {
            waiting.add(turn);
            next = grant();
        }
        call(next);
        return turn;
    }

    /** Turns that have come so far: as long as this number grows, nobody waits in vain. */
    synchronized long grants() {
        return grants;
    }

    /** Whether those who wait are to wait as long as it takes, because it is known why nothing moves. */
    public void setPatient(boolean isPatient) {
        patient = isPatient;
    }

    boolean isPatient() {
        return patient;
    }

    /** Waits no longer; false when the room was granted already. */
    synchronized boolean giveUp(Turn turn) {
        return !turn.hasRoom && waiting.remove(turn);
    }

    /** Gives room back. */
    void release(long bytes) {
        List<Turn> next;
        synchronized (this) {
            reservedBytes -= bytes;
            next = waiting.isEmpty() ? List.of() : grant();
        }
        call(next);
    }

    private List<Turn> grant() {
        List<Turn> granted = new ArrayList<>();
        while (!waiting.isEmpty() && fits(waiting.getFirst().bytes)) {
            Turn turn = waiting.removeFirst();
            turn.hasRoom = true;
            grants++;
            reservedBytes += turn.bytes;
            granted.add(turn);
        }
        return granted;
    }

    private boolean fits(long bytes) {
        return reservedBytes + bytes <= (bytes > SMALL_BYTES_MAX ? largestBytes() : limitBytes);
    }

    private static void call(List<Turn> turns) {
        turns.forEach(turn -> turn.granted.run());
    }
}
