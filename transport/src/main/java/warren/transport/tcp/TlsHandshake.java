package warren.transport.tcp;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import warren.transport.tls.TlsSession;

/**
 * The first moments of a TLS connection, on the selector's thread but for the arithmetic of keys, which its {@link Thinker} does: the
 * selector never waits. Ends with an incoming connection, or with one line in the log.
 */
final class TlsHandshake implements SelectorLoop.Handler {
    private final SelectorLoop loop;
    private final SelectionKey key;
    private final SocketChannel socket;
    private final TlsConduit conduit;
    private final Thinker thinker;
    private final Consumer<IncomingConnection> onConnection;
    private final String client;
    private Deadlines.@Nullable Deadline deadline;
    private boolean ended;

    /** Does, somewhere else, what takes long, and counts who is still at it. */
    interface Thinker {
        void think(Runnable task);

        /** How long a handshake may take. */
        Duration patience();

        void handshakeEnded();
    }

    private TlsHandshake(
            SelectorLoop loop,
            SocketChannel socket,
            SSLEngine engine,
            Thinker thinker,
            Consumer<IncomingConnection> onConnection)
            throws IOException {
        this.loop = loop;
        this.socket = socket;
        this.conduit = new TlsConduit(socket, engine);
        this.thinker = thinker;
        this.onConnection = onConnection;
        this.client = String.valueOf(socket.getRemoteAddress()).replaceFirst("^/", "");
        this.key = loop.register(socket);
    }

    static void begin(
            SelectorLoop loop,
            SocketChannel socket,
            SSLEngine engine,
            Thinker thinker,
            Consumer<IncomingConnection> onConnection)
            throws IOException {
        var handshake = new TlsHandshake(loop, socket, engine, thinker, onConnection);
        Duration patience = thinker.patience();
        loop.execute(() -> handshake.start(patience));
    }

    private void start(Duration patience) {
        deadline = loop.after(
                patience, () -> failed(new SSLException("it took longer than " + patience.toSeconds() + " s")));
        key.attach(this);
        try {
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            conduit.engine().beginHandshake();
        } catch (IOException | RuntimeException e) {
            failed(e);
        }
        resume();
    }

    @Override
    public void ready(int operations) throws IOException {
        advance();
    }

    private void advance() throws IOException {
        while (!ended) {
            switch (conduit.engine().getHandshakeStatus()) {
                case NEED_TASK:
                    think();
                    return;
                case NEED_WRAP:
                    if (!conduit.speak()) {
                        await(SelectionKey.OP_WRITE);
                        return;
                    }
                    break;
                case NEED_UNWRAP:
                case NEED_UNWRAP_AGAIN:
                    // what we said must have left before the client can answer
                    if (!conduit.flush()) {
                        await(SelectionKey.OP_WRITE);
                        return;
                    }
                    if (!conduit.hear()) {
                        await(SelectionKey.OP_READ);
                        return;
                    }
                    break;
                default:
                    if (conduit.flush()) {
                        succeed();
                    } else {
                        await(SelectionKey.OP_WRITE);
                    }
                    return;
            }
        }
    }

    private void await(int operation) {
        key.interestOps(operation);
    }

    private void think() {
        await(0);
        thinker.think(() -> {
            for (Runnable task = conduit.engine().getDelegatedTask();
                    task != null;
                    task = conduit.engine().getDelegatedTask()) {
                task.run();
            }
            loop.execute(() -> {
                if (!ended) {
                    resume();
                }
            });
        });
    }

    private void resume() {
        try {
            advance();
        } catch (IOException | RuntimeException e) {
            failed(e);
        }
    }

    private void succeed() throws IOException {
        end();
        await(0);
        var connection = new IncomingConnection(
                loop,
                key,
                socket,
                conduit,
                Optional.of(TlsSession.of(conduit.engine().getSession())));
        try {
            onConnection.accept(connection);
        } catch (RuntimeException refused) {
            loop.log.debug("{} is turned away: {}", client, refused.getMessage());
            socket.close();
        }
    }

    /** The client is told why, if it can be. */
    @Override
    public void failed(Throwable failure) {
        if (ended) {
            return;
        }
        end();
        if (failure instanceof EOFException) {
            // a probe of a port is no news
            loop.log.debug("TLS server: {} left in the handshake", client);
        } else {
            loop.log.info("TLS server: handshake with {} failed: {}", client, failure.getMessage());
        }
        try {
            conduit.speak();
        } catch (IOException | RuntimeException gone) {
            loop.log.debug("{} after a failed handshake with {}", gone, client);
        }
        Goodbye.say(loop, key, socket);
    }

    private void end() {
        ended = true;
        thinker.handshakeEnded();
        if (deadline != null) {
            loop.cancel(deadline);
        }
    }
}
