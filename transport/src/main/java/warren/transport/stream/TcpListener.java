package warren.transport.stream;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.pekko.actor.ActorSystem;

/** A port that takes connections. */
public final class TcpListener {
    private static final int BACKLOG = 1024;

    private final ServerSocketChannel server;
    private final SelectorLoop loop;
    private final InetSocketAddress address;

    private TcpListener(ServerSocketChannel server, SelectorLoop loop) throws IOException {
        this.server = server;
        this.loop = loop;
        this.address = (InetSocketAddress) server.getLocalAddress();
    }

    /** Opens a port; 0 takes any free one. Fails when it is taken. Each connection is given to {@code onConnection}. */
    public static CompletionStage<TcpListener> bind(
            ActorSystem system, String host, int port, Consumer<IncomingConnection> onConnection) {
        try {
            return CompletableFuture.completedFuture(open(system, new InetSocketAddress(host, port), onConnection));
        } catch (IOException | RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static TcpListener open(
            ActorSystem system, InetSocketAddress address, Consumer<IncomingConnection> onConnection)
            throws IOException {
        SelectorLoops loops = SelectorLoops.get(system);
        SelectorLoop loop = loops.next();
        ServerSocketChannel server = ServerSocketChannel.open();
        try {
            server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            server.bind(address, BACKLOG);
            new Acceptor(server, loop, loops, onConnection).start();
            return new TcpListener(server, loop);
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    /** The address that was bound. */
    public InetSocketAddress address() {
        return address;
    }

    /** Takes no more connections. */
    public CompletionStage<Void> unbind() {
        var unbound = new CompletableFuture<Void>();
        loop.execute(() -> {
            try {
                loop.close(server);
                unbound.complete(null);
            } catch (IOException | RuntimeException e) {
                unbound.completeExceptionally(e);
            }
        });
        return unbound;
    }
}
