package warren.transport.frame;

import java.util.Arrays;
import warren.transport.method.Method;

/** A command of one channel on the way: its method is there, header and body may not be. */
final class Assembly {
    private static final byte[] EMPTY = {};
    private static final int FIRST_BYTES_MAX = 64 << 10;
    private static final int GROWN_BYTES_MAX = 1 << 20;

    final Method method;
    boolean hasHeader;
    byte[] propertyBytes = EMPTY;
    long bodySize;
    long received;
    /** The body is not kept: it is too large, or there was no room. */
    boolean skipped;

    boolean noRoom;
    /** Counted by the {@link ContentRoom}. */
    boolean hasRoom;

    private byte[] body = EMPTY;

    Assembly(Method method) {
        this.method = method;
    }

    /** Takes body bytes in. The array grows with what came, so that a lying header costs little. */
    void add(byte[] bytes, int from, int count) {
        if (!skipped && count > 0) {
            reserve((int) received + count);
            System.arraycopy(bytes, from, body, (int) received, count);
        }
        received += count;
    }

    /** The whole body at once if it is small, or if a good part has come: a large one is not moved again and again. */
    private void reserve(int bytes) {
        if (body.length < bytes) {
            long wanted =
                    bytes > GROWN_BYTES_MAX ? bodySize : Math.max(Math.max(bytes, FIRST_BYTES_MAX), 2L * body.length);
            body = Arrays.copyOf(body, (int) Math.min(bodySize, wanted));
        }
    }

    boolean isComplete() {
        return hasHeader && received == bodySize;
    }

    /** Up to 16 body bytes from a position on, for error texts; none of a body that was skipped. */
    byte[] snippet(long from, int count) {
        return skipped ? EMPTY : Arrays.copyOfRange(body, (int) from, (int) from + Math.min(16, count));
    }

    Command toCommand(int channel) {
        return new Command(
                channel, method, new Content(propertyBytes, skipped ? EMPTY : body, skipped ? bodySize : 0, noRoom));
    }
}
