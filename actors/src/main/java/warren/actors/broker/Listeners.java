package warren.actors.broker;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.pekko.actor.ActorSystem;
import warren.actors.info.OperatorError;
import warren.actors.info.OperatorError.Reason;
import warren.transport.tcp.IncomingConnection;
import warren.transport.tcp.TcpListener;

/** The open ports for clients. They are opened together or not at all. */
record Listeners(List<Open> all) {
    private static final Listeners NONE = new Listeners(List.of());

    /** One of them. */
    record Open(TcpListener listener, boolean tls) {
        private InetSocketAddress address() {
            return listener.address();
        }
    }

    /** The stage fails with an {@link OperatorError} that says which port cannot be had. */
    static CompletionStage<Listeners> open(
            ActorSystem system, List<AmqpPort> ports, Consumer<IncomingConnection> onConnection) {
        CompletionStage<Listeners> opened = CompletableFuture.completedFuture(NONE);
        for (AmqpPort port : ports) {
            opened = opened.thenCompose(before -> bind(system, port, onConnection)
                    .handle((listener, failure) -> {
                        if (failure != null) {
                            before.close();
                            throw new CompletionException(refusal(port, failure));
                        }
                        return before.with(new Open(listener, port.identity().isPresent()));
                    }));
        }
        return opened;
    }

    private static CompletionStage<TcpListener> bind(
            ActorSystem system, AmqpPort port, Consumer<IncomingConnection> onConnection) {
        return port.identity().isPresent()
                ? TcpListener.bindTls(
                        system, port.host(), port.port(), port.identity().get(), onConnection)
                : TcpListener.bind(system, port.host(), port.port(), onConnection);
    }

    private static OperatorError refusal(AmqpPort port, Throwable failure) {
        var refusal = new OperatorError(
                Reason.REFUSED,
                "cannot listen on " + port.host() + ":" + port.port()
                        + ": the port is in use or not allowed; choose another with " + port.setting());
        refusal.addSuppressed(failure);
        return refusal;
    }

    private Listeners with(Open another) {
        return new Listeners(Stream.concat(all.stream(), Stream.of(another)).toList());
    }

    void close() {
        all.forEach(open -> open.listener().unbind());
    }

    /** What the log says of them, as RabbitMQ does. */
    List<String> lines() {
        return all.stream()
                .map(open -> {
                    String host = open.address().getAddress().isAnyLocalAddress()
                            ? "[::]"
                            : open.address().getAddress().getHostAddress();
                    return "started " + (open.tls() ? "TLS (SSL)" : "TCP") + " listener on " + host + ":"
                            + open.address().getPort();
                })
                .toList();
    }

    List<BrokerStatus.Listener> shown() {
        return all.stream()
                .map(open -> new BrokerStatus.Listener(
                        open.address().getAddress().getHostAddress(),
                        open.address().getPort(),
                        open.tls() ? "amqp/ssl" : "amqp",
                        open.tls() ? "AMQP 0-9-1 over TLS" : "AMQP 0-9-1"))
                .toList();
    }
}
