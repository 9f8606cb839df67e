package warren.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import warren.transport.frame.ProtocolHeader;
import warren.transport.tcp.Loopback.Closed;
import warren.transport.tcp.Loopback.Received;
import warren.transport.tls.SelfSigned;

/** A socket with TLS on it, and what becomes of clients that do not speak it well. */
class TlsSocketIT {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final byte[] GREETING = {'A', 'M', 'Q', 'P', 0, 0, 9, 1};
    private static final byte[] HEARTBEAT = {8, 0, 0, 0, 0, 0, 0, (byte) 0xce};
    private static final int MEBIBYTE = 1 << 20;

    @TempDir
    private Path directory;

    private SelfSigned own;
    private Loopback loopback;

    @BeforeEach
    void open() throws Exception {
        own = SelfSigned.of("CN=localhost");
        open(false, Duration.ofSeconds(20));
    }

    private void open(boolean verify, Duration patience) throws Exception {
        loopback = new Loopback(KIT, own.identity(directory, verify, patience));
    }

    @AfterEach
    void close() throws Exception {
        loopback.close();
    }

    @AfterAll
    static void shutdown() {
        KIT.shutdownTestKit();
    }

    private SSLSocket connect(String version) throws Exception {
        SSLSocket client = loopback.connectTls(own.client(), version);
        client.startHandshake();
        return client;
    }

    private static byte[] random(int bytes) {
        byte[] body = new byte[bytes];
        new Random(bytes).nextBytes(body);
        return body;
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void tellsWhatWasAgreedOn_andCarriesBytesBothWays(String version) throws Exception {
        SSLSocket client = connect(version);
        IncomingConnection incoming = loopback.incoming();
        assertThat(incoming.tls().orElseThrow().protocol()).isEqualTo(version.toLowerCase(java.util.Locale.ROOT));
        assertThat(incoming.tls().orElseThrow().hash()).isEqualTo("aead");

        client.getOutputStream().write(GREETING);
        Socket socket = loopback.accept(incoming);
        assertThat(loopback.expect(Received.class).commands().get(0)).isInstanceOf(ProtocolHeader.class);
        socket.send(ByteString.fromString("hello"), WriteListener.NONE);
        assertThat(client.getInputStream().readNBytes(5)).isEqualTo("hello".getBytes());
        socket.close();
    }

    @Test
    void bytesThatCameWithTheHandshakeAreNotForgotten() throws Exception {
        SSLSocket client = connect("TLSv1.2");
        client.getOutputStream().write(GREETING);
        // the connection is taken long after: what has come by then waits
        loopback.accept();

        assertThat(loopback.expect(Received.class).bytes()).isEqualTo(GREETING.length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aSlowReaderGetsAllOfIt_inOrder(String version) throws Exception {
        SSLSocket client = connect(version);
        Socket socket = loopback.accept();
        List<byte[]> sent = new ArrayList<>();
        // more than the system's buffers hold, in pieces below and above a record
        for (int i = 0; i < 24; i++) {
            for (int bytes : new int[] {1, 100, 16_384, 16_385, MEBIBYTE / 2}) {
                sent.add(random(bytes + i));
            }
        }
        sent.forEach(bytes -> socket.send(ByteString.fromArray(bytes), WriteListener.NONE));
        loopback.expectSilence();
        socket.close();

        for (byte[] bytes : sent) {
            assertThat(Arrays.equals(client.getInputStream().readNBytes(bytes.length), bytes))
                    .isTrue();
        }
        assertThat(client.getInputStream().read()).isEqualTo(-1);
        assertThat(loopback.expect(Closed.class).cause()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void manySmallFramesArrive_howeverTheyAreCut(String version) throws Exception {
        SSLSocket client = connect(version);
        Socket socket = loopback.accept();
        int frames = 40_000;
        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
            try {
                byte[] all = new byte[GREETING.length + frames * HEARTBEAT.length];
                System.arraycopy(GREETING, 0, all, 0, GREETING.length);
                for (int i = 0; i < frames; i++) {
                    System.arraycopy(HEARTBEAT, 0, all, GREETING.length + i * HEARTBEAT.length, HEARTBEAT.length);
                }
                for (int from = 0, length = 1; from < all.length; from += length, length = length * 7 % 20_011 + 1) {
                    client.getOutputStream().write(all, from, Math.min(length, all.length - from));
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        int bytes = 0;
        while (bytes < GREETING.length + frames * HEARTBEAT.length) {
            bytes += loopback.expect(Received.class).bytes();
            socket.demand();
        }
        writing.get(20, TimeUnit.SECONDS);
        assertThat(bytes).isEqualTo(GREETING.length + frames * HEARTBEAT.length);
    }

    @Test
    void newKeysAreAgreedOnInBetween() throws Exception {
        SSLSocket client = connect("TLSv1.3");
        Socket socket = loopback.accept();
        client.getOutputStream().write(GREETING);
        loopback.expect(Received.class);
        for (int i = 0; i < 3; i++) {
            // with TLS 1.3 this is an update of keys
            client.startHandshake();
            socket.demand();
            client.getOutputStream().write(HEARTBEAT);
            loopback.expect(Received.class);
            socket.send(ByteString.fromString("hello"), WriteListener.NONE);
            assertThat(client.getInputStream().readNBytes(5)).isEqualTo("hello".getBytes());
        }
        socket.close();
    }

    @Test
    void anotherHandshakeIsRefused() throws Exception {
        SSLSocket client = connect("TLSv1.2");
        loopback.accept();

        client.startHandshake();
        assertThatThrownBy(() -> {
                    client.getOutputStream().write(GREETING);
                    client.getInputStream().read();
                })
                .isInstanceOf(IOException.class);
        assertThat(loopback.expect(Closed.class).cause().orElseThrow())
                .hasMessage("the client asks for another handshake, which is not allowed");
    }

    @Test
    void theEndOfTlsIsTheEndOfTheConnection() throws Exception {
        SSLSocket client = connect("TLSv1.3");
        Socket socket = loopback.accept();
        client.getOutputStream().write(GREETING);
        // close_notify alone: the socket stays open
        client.shutdownOutput();

        loopback.expect(Received.class);
        // the alert may have come later than the greeting's bytes, and nothing is read without demand
        socket.demand();
        assertThat(loopback.expect(Closed.class).cause()).isEmpty();
    }

    @Test
    void aClientThatSpeaksSomethingElseIsClosed() throws Exception {
        for (byte[] words : List.of(GREETING, random(100), "GET / HTTP/1.1\r\n\r\n".getBytes())) {
            java.net.Socket client = loopback.connect();
            client.getOutputStream().write(words);

            client.getInputStream().readAllBytes();
        }
        assertThat(loopback.isEmpty()).isTrue();
    }

    @Test
    void aHandshakeThatDoesNotEndIsEnded() throws Exception {
        loopback.close();
        open(false, Duration.ofMillis(300));
        java.net.Socket silent = loopback.connect();
        java.net.Socket half = loopback.connect();
        half.getOutputStream().write(new byte[] {22, 3, 1, 0, 100, 1});

        assertThat(silent.getInputStream().readAllBytes()).isEmpty();
        half.getInputStream().readAllBytes();
        assertThat(loopback.isEmpty()).isTrue();
    }

    @Test
    void aClientWithoutTheCertificateThatIsAskedForIsToldSo() throws Exception {
        loopback.close();
        open(true, Duration.ofSeconds(20));
        SSLSocket stranger = loopback.connectTls(trusting(), "TLSv1.2");
        assertThatThrownBy(stranger::startHandshake).isInstanceOf(IOException.class);

        SSLSocket known = connect("TLSv1.2");
        assertThat(loopback.incoming().tls().orElseThrow().peer().orElseThrow().subject())
                .isEqualTo("CN=localhost");
        known.close();
    }

    /** A client that has nothing to show. */
    private SSLContext trusting() throws Exception {
        var store = java.security.KeyStore.getInstance("PKCS12");
        store.load(null, new char[0]);
        store.setCertificateEntry("server", own.certificate());
        var trust = javax.net.ssl.TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    @Test
    void manyHandshakesAtTheSameTimeAllEnd() throws Exception {
        loopback.close();
        open(false, Duration.ofMinutes(2));
        List<SSLSocket> clients = new ArrayList<>();
        SSLContext context = own.client();
        for (int i = 0; i < 50; i++) {
            SSLSocket client = loopback.connectTls(context, i % 2 == 0 ? "TLSv1.2" : "TLSv1.3");
            client.setSoTimeout((int) TimeUnit.MINUTES.toMillis(2));
            clients.add(client);
        }
        CompletableFuture<?>[] handshakes = clients.stream()
                .map(client -> CompletableFuture.runAsync(() -> {
                    try {
                        client.startHandshake();
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                }))
                .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(handshakes).get(120, TimeUnit.SECONDS);
        for (int i = 0; i < clients.size(); i++) {
            loopback.incoming();
        }
    }

    @Test
    void aClientThatIsGoneInTheMiddleIsNoMatter() throws Exception {
        for (int i = 0; i < 20; i++) {
            SSLSocket client = connect("TLSv1.3");
            Socket socket = loopback.accept();
            socket.send(ByteString.fromArray(random(MEBIBYTE)), WriteListener.NONE);
            client.setSoLinger(true, 0);
            client.close();
            socket.abort();
            loopback.expect(Closed.class);
        }
        assertThat(connect("TLSv1.3").getSession().isValid()).isTrue();
    }

    @Test
    void aRecordThatWasTamperedWithEndsTheConnection() throws Exception {
        java.net.Socket raw = loopback.connect();
        SSLSocket client = (SSLSocket) own.client().getSocketFactory().createSocket(raw, "localhost", 1, true);
        client.startHandshake();
        loopback.accept();
        raw.getOutputStream().write(new byte[] {23, 3, 3, 0, 40});
        raw.getOutputStream().write(random(40));

        assertThat(loopback.expect(Closed.class).cause().orElseThrow()).isInstanceOf(SSLException.class);
    }
}
