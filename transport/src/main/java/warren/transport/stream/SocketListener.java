package warren.transport.stream;

import java.util.List;
import java.util.Optional;
import warren.transport.frame.Inbound;

/** Hears what a client's socket brings. Called on the selector's thread: an implementation passes it on and returns. */
public interface SocketListener {
    /** Once per chunk of bytes, also when no command became complete. The next chunk is read after {@link Socket#demand}. */
    void received(List<Inbound> commands, int bytes);

    /** Nothing more comes and nothing more goes. */
    void closed(Optional<Throwable> cause);

    /** The client has been silent for two to three heartbeat intervals. */
    void heartbeatLost();
}
