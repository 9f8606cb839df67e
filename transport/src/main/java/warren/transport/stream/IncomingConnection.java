package warren.transport.stream;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import warren.transport.frame.DecoderLimits;

/** A connection that a client opened. Nothing is read from it before {@link #accept}; at shutdown it is closed. */
public final class IncomingConnection {
    private final SocketChannel channel;
    private final SelectorLoop loop;
    private final SelectionKey key;
    private final InetSocketAddress remoteAddress;
    private final InetSocketAddress localAddress;

    IncomingConnection(SocketChannel channel, SelectorLoop loop) throws IOException {
        this.channel = channel;
        this.loop = loop;
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        this.remoteAddress = (InetSocketAddress) channel.getRemoteAddress();
        this.localAddress = (InetSocketAddress) channel.getLocalAddress();
        this.key = loop.register(channel);
    }

    /** The client's end. */
    public InetSocketAddress remoteAddress() {
        return remoteAddress;
    }

    /** This end. */
    public InetSocketAddress localAddress() {
        return localAddress;
    }

    /** Begins to read. */
    public Socket accept(DecoderLimits limits, SocketListener listener) {
        var socket = new TcpSocket(loop, key, channel, limits, listener);
        socket.start();
        return socket;
    }
}
