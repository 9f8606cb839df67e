package warren.transport.tcp;

import java.io.IOException;
import java.nio.channels.SocketChannel;

/** What happens to a client that an {@link Acceptor} has taken in. Called on the acceptor's thread. */
interface Entrance {
    /** The client will belong to this loop. May throw; the socket is closed then. */
    void enter(SocketChannel client, SelectorLoop loop) throws IOException;

    /** Nobody enters any more, nor does who is still on the way. */
    default void close() {}
}
