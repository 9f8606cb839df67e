package warren.transport.tcp;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.pekko.event.LoggingAdapter;
import warren.transport.tls.TlsIdentity;

/**
 * The way in through TLS: each client's handshake, then the connection. So many may be under way that those who never end one cost
 * little; who comes then is turned away.
 */
final class TlsEntrance implements Entrance, TlsHandshake.Thinker {
    private static final int UNFINISHED_MAX = 1000;
    private static final Duration IDLE = Duration.ofSeconds(10);
    /** For all entrances: keys are for processors, of which the broker's actors need most. */
    private static final Executor THINKERS = thinkers();

    private final TlsIdentity identity;
    private final Consumer<IncomingConnection> onConnection;
    private final LoggingAdapter log;
    private final AtomicInteger unfinished = new AtomicInteger();
    private volatile boolean full;
    private volatile boolean closed;

    TlsEntrance(TlsIdentity identity, Consumer<IncomingConnection> onConnection, LoggingAdapter log) {
        this.identity = identity;
        this.onConnection = onConnection;
        this.log = log;
    }

    private static Executor thinkers() {
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        var count = new AtomicInteger();
        // their queue is as long as handshakes are many
        var pool = new ThreadPoolExecutor(
                threads, threads, IDLE.toSeconds(), TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    var thread = new Thread(task, "tls-handshake-" + count.getAndIncrement());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    @Override
    public void enter(SocketChannel client, SelectorLoop loop) throws IOException {
        if (unfinished.incrementAndGet() > UNFINISHED_MAX) {
            unfinished.decrementAndGet();
            if (!full) {
                full = true;
                log.warning("TLS server: {} handshakes are unfinished, new clients are turned away", UNFINISHED_MAX);
            }
            client.close();
            return;
        }
        full = false;
        try {
            TlsHandshake.begin(loop, client, identity.engine(), this, this::admit);
        } catch (IOException | RuntimeException e) {
            handshakeEnded();
            throw e;
        }
    }

    private void admit(IncomingConnection connection) {
        if (closed) {
            throw new IllegalStateException("the port was closed meanwhile");
        }
        onConnection.accept(connection);
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public void think(Runnable task) {
        THINKERS.execute(task);
    }

    @Override
    public Duration patience() {
        return identity.settings().handshakeTimeout();
    }

    @Override
    public void handshakeEnded() {
        unfinished.decrementAndGet();
    }
}
