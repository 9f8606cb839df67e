package warren.persistence.event;

import java.util.Arrays;

/** A {@link QueueImage} at one moment, in bytes: what waits and where, no bodies. */
public final class QueueImageSnapshot {
    private final byte[] bytes;
    private final boolean hasRetries;

    /** {@code hasRetries}: as all that are written now; older ones say nothing of them. */
    QueueImageSnapshot(byte[] bytes, boolean hasRetries) {
        this.bytes = bytes;
        this.hasRetries = hasRetries;
    }

    boolean hasRetries() {
        return hasRetries;
    }

    /** Not to be changed. */
    byte[] bytes() {
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof QueueImageSnapshot that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "QueueImageSnapshot of " + bytes.length + " bytes";
    }
}
