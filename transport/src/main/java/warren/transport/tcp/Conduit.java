package warren.transport.tcp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/**
 * The bytes of a connection as its protocol sees them: those of the socket, or what TLS makes of them. Reading belongs to the selector's
 * thread, writing to whoever is the outbox's writer; both may happen at the same time.
 */
interface Conduit extends ReadableByteChannel {
    /** Takes what it can; some of that may not have left yet. */
    int write(ByteBuffer bytes) throws IOException;

    /** Tries again to send what it has taken, or owes the peer; false when the socket takes no more. */
    boolean flush() throws IOException;

    /** Sends the last word, when all has been written; false as above. */
    boolean finish() throws IOException;

    /** True when bytes have come from the socket that no {@link #read} has seen. */
    boolean hasUnread();

    /** True when nothing more can come, though the socket may still be open. */
    boolean isAtEnd();

    /** True when the peer waits for something that {@link #flush} would send. */
    boolean owesAnswer();
}
