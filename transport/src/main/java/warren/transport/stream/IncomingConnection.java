package warren.transport.stream;

import java.net.InetSocketAddress;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Tcp;
import warren.transport.frame.DecoderLimits;

/** A connection that a client opened. Nothing is read from it before {@link #accept}. */
public final class IncomingConnection {
    private final Tcp.IncomingConnection tcp;
    private final ActorSystem system;

    IncomingConnection(Tcp.IncomingConnection tcp, ActorSystem system) {
        this.tcp = tcp;
        this.system = system;
    }

    /** The client's end. */
    public InetSocketAddress remoteAddress() {
        return tcp.remoteAddress();
    }

    /** This end. */
    public InetSocketAddress localAddress() {
        return tcp.localAddress();
    }

    /** Begins to read. */
    public Socket accept(DecoderLimits limits, SocketListener listener) {
        return tcp.flow()
                .joinMat(Flow.fromGraph(new SocketStage(limits, listener)), Keep.right())
                .run(system);
    }
}
