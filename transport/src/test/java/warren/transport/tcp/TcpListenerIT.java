package warren.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import warren.transport.frame.Inbound;
import warren.transport.tcp.Loopback.Closed;
import warren.transport.tcp.Loopback.Received;

class TcpListenerIT {
    private static final ActorTestKit KIT = ActorTestKit.create();

    @AfterAll
    static void shutdown() {
        KIT.shutdownTestKit();
    }

    @Test
    void tellsThePortItTook_andWhoCame() throws Exception {
        try (var loopback = new Loopback(KIT)) {
            java.net.Socket client = loopback.connect();
            IncomingConnection incoming = loopback.incoming();

            assertThat(loopback.listener.address().getPort()).isPositive().isEqualTo(client.getPort());
            assertThat(incoming.remoteAddress()).isEqualTo(client.getLocalSocketAddress());
            assertThat(incoming.localAddress()).isEqualTo(client.getRemoteSocketAddress());
        }
    }

    @Test
    void aPortThatIsTakenIsAFailure() throws Exception {
        try (var loopback = new Loopback(KIT)) {
            int port = loopback.listener.address().getPort();

            assertThat(TcpListener.bind(Adapter.toClassic(KIT.system()), "127.0.0.1", port, incoming -> {}))
                    .failsWithin(Loopback.PATIENCE);
        }
    }

    @Test
    void eachClientHasItsOwnSocket() throws Exception {
        try (var loopback = new Loopback(KIT)) {
            List<java.net.Socket> clients = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                java.net.Socket client = loopback.connect();
                clients.add(client);
                loopback.accept().send(ByteString.fromString("hello " + (char) ('a' + i)), WriteListener.NONE);
            }
            for (int i = 0; i < 20; i++) {
                assertThat(clients.get(i).getInputStream().readNBytes(7))
                        .isEqualTo(("hello " + (char) ('a' + i)).getBytes());
            }
        }
    }

    @Test
    void whatIsSentAtOnceAfterAcceptIsNotOvertakenByTheClose() throws Exception {
        try (var loopback = new Loopback(KIT)) {
            for (int i = 0; i < 200; i++) {
                java.net.Socket client = loopback.connect();
                Socket socket = loopback.accept();
                socket.send(ByteString.fromString("good"), WriteListener.NONE);
                socket.send(ByteString.fromString("bye"), WriteListener.NONE);
                socket.close();

                assertThat(client.getInputStream().readAllBytes())
                        .as("client %d", i)
                        .isEqualTo("goodbye".getBytes());
                client.close();
            }
        }
    }

    @Test
    void afterUnbindNobodyNewComesIn_andThoseWhoCameStay() throws Exception {
        try (var loopback = new Loopback(KIT)) {
            java.net.Socket client = loopback.connect();
            Socket socket = loopback.accept();
            loopback.listener.unbind().toCompletableFuture().get(Loopback.PATIENCE.toSeconds(), TimeUnit.SECONDS);

            assertThatThrownBy(loopback::connect).isInstanceOf(ConnectException.class);
            client.getOutputStream().write('A');
            assertThat(loopback.expect(Received.class).bytes()).isEqualTo(1);
            socket.send(ByteString.fromString("B"), WriteListener.NONE);
            assertThat(client.getInputStream().read()).isEqualTo('B');
        }
    }

    @Test
    void aDefectInOneConnectionIsNotTheOthers() throws Exception {
        try (var loopback = new Loopback(KIT)) {
            java.net.Socket failing = loopback.connect();
            loopback.incoming().accept(Loopback.LIMITS, new Failing());
            java.net.Socket other = loopback.connect();
            loopback.accept();
            failing.getOutputStream().write('A');
            assertThat(failing.getInputStream().read()).isEqualTo(-1);

            other.getOutputStream().write('A');
            assertThat(loopback.expect(Received.class).bytes()).isEqualTo(1);
            loopback.connect();
            loopback.incoming();
        }
    }

    @Test
    void oneThatWasAbortedBeforeItWasAcceptedIsClosed() throws Exception {
        try (var loopback = new Loopback(KIT)) {
            loopback.connect();
            IncomingConnection incoming = loopback.incoming();
            incoming.abort();
            loopback.accept(incoming);
            loopback.expect(Closed.class);
        }
    }

    @Test
    void oneThatIsAbortedAfterItWasAcceptedIsClosed() throws Exception {
        try (var loopback = new Loopback(KIT)) {
            java.net.Socket client = loopback.connect();
            IncomingConnection incoming = loopback.incoming();
            loopback.accept(incoming);
            incoming.abort();
            loopback.expect(Closed.class);
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    /** Whatever it hears is too much for it. */
    private static final class Failing implements SocketListener {
        @Override
        public void received(List<Inbound> commands, int bytes) {
            throw new StackOverflowError("received");
        }

        @Override
        public void closed(Optional<Throwable> cause) {
            throw new IllegalStateException("closed");
        }

        @Override
        public void heartbeatLost() {}
    }

    @Test
    void endsWithItsSystem_alsoForClientsThatNobodyAccepted() throws Exception {
        ActorTestKit shortLived = ActorTestKit.create();
        var loopback = new Loopback(shortLived);
        java.net.Socket accepted = loopback.connect();
        loopback.accept();
        java.net.Socket unaccepted = loopback.connect();
        loopback.incoming();
        shortLived.shutdownTestKit();

        assertThat(accepted.getInputStream().read()).isEqualTo(-1);
        assertThat(unaccepted.getInputStream().read()).isEqualTo(-1);
        // the port is given back last
        assertTimeoutPreemptively(Loopback.PATIENCE, () -> {
            while (canConnect(loopback)) {
                Thread.onSpinWait();
            }
        });
    }

    @Test
    void aSystemWhoseThreadsAreOthersEnds() throws Exception {
        ActorTestKit other = ActorTestKit.create(
                "other",
                ConfigFactory.parseString("pekko.actor.default-dispatcher.executor = fork-join-executor")
                        .withFallback(ConfigFactory.load()));
        TcpListener.bind(Adapter.toClassic(other.system()), "127.0.0.1", 0, incoming -> {});

        other.system().getWhenTerminated().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static boolean canConnect(Loopback loopback) throws IOException {
        try (java.net.Socket client = loopback.connect()) {
            return client.isConnected();
        } catch (ConnectException refused) {
            return false;
        }
    }
}
