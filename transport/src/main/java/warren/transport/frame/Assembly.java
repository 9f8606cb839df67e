package warren.transport.frame;

import warren.transport.method.Method;

/** A command of one channel on the way: its method is there, header and body may not be. */
final class Assembly {
    private static final byte[] EMPTY = {};

    final Method method;
    boolean hasHeader;
    byte[] propertyBytes = EMPTY;
    long bodySize;
    long received;
    boolean tooLarge;
    private byte[] body = EMPTY;

    Assembly(Method method) {
        this.method = method;
    }

    /** Takes body bytes in. The array is made when the first come, so that a lying header costs nothing. */
    void add(byte[] bytes, int from, int count) {
        if (!tooLarge) {
            if (received == 0 && count > 0) {
                body = new byte[(int) bodySize];
            }
            System.arraycopy(bytes, from, body, (int) received, count);
        }
        received += count;
    }

    boolean isComplete() {
        return hasHeader && received == bodySize;
    }

    /** Up to 16 body bytes from a position on, for error texts. */
    byte[] snippet(long from, int count) {
        return tooLarge ? EMPTY : java.util.Arrays.copyOfRange(body, (int) from, (int) from + Math.min(16, count));
    }

    Command toCommand(int channel) {
        return new Command(
                channel, method, new Content(propertyBytes, tooLarge ? EMPTY : body, tooLarge ? bodySize : 0));
    }
}
