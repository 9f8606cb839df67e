package warren.transport.tcp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.pekko.actor.ActorSystem;
import warren.transport.tls.TlsIdentity;

/** A port that takes connections. */
public final class TcpListener {
    private static final int BACKLOG = 1024;

    private final ServerSocketChannel server;
    private final SelectorLoop loop;
    private final Entrance entrance;
    private final InetSocketAddress address;

    private TcpListener(ServerSocketChannel server, SelectorLoop loop, Entrance entrance) throws IOException {
        this.server = server;
        this.loop = loop;
        this.entrance = entrance;
        this.address = (InetSocketAddress) server.getLocalAddress();
    }

    /** Opens a port; 0 takes any free one. Fails when it is taken. Each connection is given to {@code onConnection}. */
    public static CompletionStage<TcpListener> bind(
            ActorSystem system, String host, int port, Consumer<IncomingConnection> onConnection) {
        return bind(
                SelectorLoops.get(system),
                new InetSocketAddress(host, port),
                (client, loop) -> onConnection.accept(IncomingConnection.plain(client, loop)));
    }

    /** The same for clients that speak TLS: a connection is given on when its handshake is over. */
    public static CompletionStage<TcpListener> bindTls(
            ActorSystem system,
            String host,
            int port,
            TlsIdentity identity,
            Consumer<IncomingConnection> onConnection) {
        SelectorLoops loops = SelectorLoops.get(system);
        return bind(loops, new InetSocketAddress(host, port), new TlsEntrance(identity, onConnection, loops.log));
    }

    private static CompletionStage<TcpListener> bind(
            SelectorLoops loops, InetSocketAddress address, Entrance entrance) {
        try {
            return CompletableFuture.completedFuture(open(loops, address, entrance));
        } catch (IOException | RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static TcpListener open(SelectorLoops loops, InetSocketAddress address, Entrance entrance)
            throws IOException {
        SelectorLoop loop = loops.next();
        ServerSocketChannel server = ServerSocketChannel.open();
        try {
            server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            server.bind(address, BACKLOG);
            new Acceptor(server, loop, loops, entrance).start();
            return new TcpListener(server, loop, entrance);
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
        entrance.close();
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
