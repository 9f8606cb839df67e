package warren.transport.stream;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.io.Inet;
import org.apache.pekko.io.TcpSO;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Tcp;

/** A port that takes connections. */
public final class TcpListener {
    private static final int BACKLOG = 1024;

    private final Tcp.ServerBinding binding;

    private TcpListener(Tcp.ServerBinding binding) {
        this.binding = binding;
    }

    /** Opens a port; 0 takes any free one. Fails when it is taken. Each connection is given to {@code onConnection}. */
    public static CompletionStage<TcpListener> bind(
            ActorSystem system, String host, int port, Consumer<IncomingConnection> onConnection) {
        List<Inet.SocketOption> options = List.of(TcpSO.tcpNoDelay(true), TcpSO.reuseAddress(true));
        return Tcp.get(system)
                .bind(host, port, BACKLOG, options, true, Optional.empty())
                .to(Sink.foreach(tcp -> onConnection.accept(new IncomingConnection(tcp, system))))
                .run(system)
                .thenApply(TcpListener::new);
    }

    /** The address that was bound. */
    public InetSocketAddress address() {
        return binding.localAddress();
    }

    /** Takes no more connections. */
    public CompletionStage<Void> unbind() {
        return binding.unbind().thenApply(done -> null);
    }
}
