package warren.transport.tcp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import warren.transport.frame.DecoderLimits;
import warren.transport.frame.FrameDecoder;
import warren.transport.tls.TlsSession;

/** A connection that a client opened. Nothing is read from it before {@link #accept}; at shutdown it is closed. */
public final class IncomingConnection {
    private final SelectorLoop loop;
    private final SelectionKey key;
    private final SocketChannel channel;
    private final Conduit conduit;
    private final Optional<TlsSession> tls;
    private final InetSocketAddress remoteAddress;
    private final InetSocketAddress localAddress;

    IncomingConnection(
            SelectorLoop loop, SelectionKey key, SocketChannel channel, Conduit conduit, Optional<TlsSession> tls)
            throws IOException {
        this.loop = loop;
        this.key = key;
        this.channel = channel;
        this.conduit = conduit;
        this.tls = tls;
        this.remoteAddress = (InetSocketAddress) channel.getRemoteAddress();
        this.localAddress = (InetSocketAddress) channel.getLocalAddress();
    }

    static IncomingConnection plain(SocketChannel channel, SelectorLoop loop) throws IOException {
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return new IncomingConnection(
                loop, loop.register(channel), channel, new PlainConduit(channel), Optional.empty());
    }

    /** The client's end. */
    public InetSocketAddress remoteAddress() {
        return remoteAddress;
    }

    /** This end. */
    public InetSocketAddress localAddress() {
        return localAddress;
    }

    /** What was agreed on with TLS, if the client came that way. */
    public Optional<TlsSession> tls() {
        return tls;
    }

    /** Ends it without another word, however far it has come; whoever listens to it hears that. */
    public void abort() {
        loop.execute(() -> {
            if (key.attachment() instanceof TcpSocket socket) {
                socket.failed(new IOException("aborted"));
                return;
            }
            try {
                channel.close();
            } catch (IOException incomplete) {
                // it is of no use any more
            }
        });
    }

    /** Begins to read. */
    public Socket accept(DecoderLimits limits, SocketListener listener) {
        var socket = new TcpSocket(loop, key, channel, conduit, new FrameDecoder(limits), listener);
        socket.start();
        return socket;
    }
}
