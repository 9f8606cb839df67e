package warren.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import warren.transport.frame.ContentMemory;
import warren.transport.frame.DecoderLimits;
import warren.transport.frame.Inbound;
import warren.transport.tls.TlsIdentity;

/** A listener on a free port and plain sockets that connect to it. What a server-side socket tells comes to one probe. */
final class Loopback implements AutoCloseable {
    static final DecoderLimits LIMITS = new DecoderLimits(131_072, 1 << 20, new ContentMemory(1L << 40));
    static final Duration PATIENCE = Duration.ofSeconds(20);

    sealed interface Event {}

    record Received(List<Inbound> commands, int bytes) implements Event {}

    record Closed(Optional<Throwable> cause) implements Event {}

    record HeartbeatLost() implements Event {}

    record Written(String sender, int bytes) implements Event {}

    final TcpListener listener;
    final TestProbe<Event> events;
    private final LinkedBlockingQueue<IncomingConnection> incoming = new LinkedBlockingQueue<>();
    private final List<java.net.Socket> clients = new ArrayList<>();

    Loopback(ActorTestKit kit) throws Exception {
        events = kit.createTestProbe();
        listener = TcpListener.bind(Adapter.toClassic(kit.system()), "127.0.0.1", 0, incoming::add)
                .toCompletableFuture()
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** A listener that speaks TLS; clients may still be plain. */
    Loopback(ActorTestKit kit, TlsIdentity identity) throws Exception {
        events = kit.createTestProbe();
        listener = TcpListener.bindTls(Adapter.toClassic(kit.system()), "127.0.0.1", 0, identity, incoming::add)
                .toCompletableFuture()
                .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** A client of the listener that speaks TLS, before its handshake. */
    SSLSocket connectTls(SSLContext context, String version) throws IOException {
        var client = (SSLSocket) context.getSocketFactory()
                .createSocket(
                        InetAddress.getLoopbackAddress(), listener.address().getPort());
        client.setEnabledProtocols(new String[] {version});
        clients.add(client);
        client.setSoTimeout((int) PATIENCE.toMillis());
        return client;
    }

    /** True when nobody has come in. */
    boolean isEmpty() {
        return incoming.isEmpty();
    }

    java.net.Socket connect() throws IOException {
        var client = new java.net.Socket(
                InetAddress.getLoopbackAddress(), listener.address().getPort());
        clients.add(client);
        client.setSoTimeout((int) PATIENCE.toMillis());
        return client;
    }

    IncomingConnection incoming() throws InterruptedException {
        IncomingConnection connection = incoming.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(connection).as("a connection came in").isNotNull();
        return connection;
    }

    Socket accept() throws InterruptedException {
        return accept(LIMITS);
    }

    Socket accept(IncomingConnection connection) {
        return connection.accept(LIMITS, new ToProbe(events));
    }

    Socket accept(DecoderLimits limits) throws InterruptedException {
        return incoming().accept(limits, new ToProbe(events));
    }

    /** Hears what went of a sender's bytes. */
    WriteListener writer(String sender) {
        return bytes -> events.getRef().tell(new Written(sender, bytes));
    }

    /** The next event, which is of this kind. */
    <T extends Event> T expect(Class<T> kind) {
        return events.expectMessageClass(kind, PATIENCE);
    }

    /** For a while nothing is heard. */
    void expectSilence() {
        events.expectNoMessage(Duration.ofMillis(100));
    }

    @Override
    public void close() throws Exception {
        for (java.net.Socket client : clients) {
            client.close();
        }
        listener.unbind().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private record ToProbe(TestProbe<Event> events) implements SocketListener {
        @Override
        public void received(List<Inbound> commands, int bytes) {
            events.getRef().tell(new Received(List.copyOf(commands), bytes));
        }

        @Override
        public void closed(Optional<Throwable> cause) {
            events.getRef().tell(new Closed(cause));
        }

        @Override
        public void heartbeatLost() {
            events.getRef().tell(new HeartbeatLost());
        }
    }
}
