package warren.transport.stream;

import java.time.Duration;
import org.apache.pekko.util.ByteString;

/** The way to a client. Every method may be called from any thread. */
public interface Socket {
    /** Bytes that have left. */
    long sentBytes();

    /** Writes that they took. */
    long sentCount();

    /** Asks for the next chunk of bytes. */
    void demand();

    /** Sends bytes after all that was sent before. */
    void send(ByteString bytes, WriteListener listener);

    /** Begins to send heartbeats, and to expect the client's. */
    void startHeartbeat(Duration interval);

    /** Ends the connection after what was sent has left. */
    void close();

    /** Ends the connection at once; bytes that the client has not taken are lost, and it sees a reset. */
    void abort();
}
