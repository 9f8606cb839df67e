package warren.transport.tcp;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** Takes clients in at one port. When the system has no room for one more (too many open files) it pauses, says so once, and goes on. */
final class Acceptor implements SelectorLoop.Handler {
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final ServerSocketChannel server;
    private final SelectorLoop loop;
    private final SelectorLoops loops;
    private final SelectionKey key;
    private final Entrance entrance;
    private boolean failing;

    Acceptor(ServerSocketChannel server, SelectorLoop loop, SelectorLoops loops, Entrance entrance) throws IOException {
        this.server = server;
        this.loop = loop;
        this.loops = loops;
        this.entrance = entrance;
        this.key = loop.register(server);
    }

    void start() {
        loop.execute(() -> {
            key.attach(this);
            listen();
        });
    }

    private void listen() {
        if (key.isValid()) {
            key.interestOps(SelectionKey.OP_ACCEPT);
        }
    }

    @Override
    public void ready(int operations) throws IOException {
        for (SocketChannel client = server.accept(); client != null; client = server.accept()) {
            failing = false;
            take(client);
        }
    }

    private void take(SocketChannel client) throws IOException {
        try {
            entrance.enter(client, loops.next());
        } catch (IOException | RuntimeException e) {
            // a client that is gone again, or one that nobody can serve: the next one is not to suffer
            loops.log.debug("a client that connected is turned away: {}", e);
            client.close();
        }
    }

    @Override
    public void failed(Throwable failure) {
        if (!key.isValid()) {
            return;
        }
        if (!failing) {
            loops.log.error("cannot take connections at {}, trying on: {}", server.socket(), failure.getMessage());
        }
        failing = true;
        key.interestOps(0);
        loop.after(PAUSE, this::listen);
    }
}
