package warren.transport.frame;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What one connection has of the {@link ContentMemory}: room for its unfinished bodies, for those that are complete and not yet taken,
 * and its turn when a body waits. Used by the connection's thread, except {@link #releaseComplete}.
 */
final class ContentRoom {
    private final ContentMemory memory;
    private final AtomicLong completeBytes = new AtomicLong();
    private long unfinishedBytes;
    private ContentMemory.@Nullable Turn turn;
    private long grantsSeen;

    ContentRoom(ContentMemory memory) {
        this.memory = memory;
    }

    /** True when the body may be kept, or is not kept anyway. */
    boolean admits(Assembly assembly) {
        if (!assembly.hasRoom && memory.reserve(assembly.bodySize)) {
            unfinishedBytes += assembly.bodySize;
            assembly.hasRoom = true;
        }
        return assembly.hasRoom;
    }

    void await(Assembly assembly, Runnable granted) {
        grantsSeen = memory.grants();
        turn = memory.await(assembly.bodySize, granted);
    }

    /** The turn has come. */
    void granted(Assembly assembly) {
        unfinishedBytes += assembly.bodySize;
        assembly.hasRoom = true;
        turn = null;
    }

    /** True when nobody's turn has come since this was asked last, or since the wait began, and nobody knows why. */
    boolean isStuck() {
        long before = grantsSeen;
        grantsSeen = memory.grants();
        return grantsSeen == before && !memory.isPatient();
    }

    /** False when the turn has come, or there was none. */
    boolean giveUp() {
        boolean gaveUp = turn != null && memory.giveUp(turn);
        turn = gaveUp ? null : turn;
        return gaveUp;
    }

    void complete(long bytes) {
        unfinishedBytes -= bytes;
        completeBytes.addAndGet(bytes);
    }

    /** What was complete has gone on to where it counts. From any thread. */
    void releaseComplete() {
        if (completeBytes.get() > 0) {
            memory.release(completeBytes.getAndSet(0));
        }
    }

    /** The connection has ended. */
    void close() {
        if (turn != null && !giveUp()) {
            unfinishedBytes += turn.bytes;
            turn = null;
        }
        memory.release(unfinishedBytes);
        unfinishedBytes = 0;
        releaseComplete();
    }
}
