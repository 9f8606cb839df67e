package warren.transport.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import warren.transport.stream.Loopback.Closed;
import warren.transport.stream.Loopback.Written;

/** What is sent to a client, and the ways to end. */
class SocketWritesIT {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final int MEBIBYTE = 1 << 20;
    /** More than the system's buffers hold between two sockets. */
    private static final int MEBIBYTES_MAX = 256;

    private static final Duration STANDSTILL = Duration.ofSeconds(1);

    private Loopback loopback;
    private java.net.Socket client;
    private Socket socket;

    @BeforeEach
    void open() throws Exception {
        loopback = new Loopback(KIT);
        client = loopback.connect();
        socket = loopback.accept();
    }

    @AfterEach
    void close() throws Exception {
        loopback.close();
    }

    @AfterAll
    static void shutdown() {
        KIT.shutdownTestKit();
    }

    @Test
    void whatLeftIsToldToItsSender() throws IOException {
        socket.send(ByteString.fromString("hello"), loopback.writer("a"));

        assertThat(loopback.expect(Written.class)).isEqualTo(new Written("a", 5));
        assertThat(client.getInputStream().readNBytes(5)).isEqualTo("hello".getBytes());
    }

    @Test
    void aBusySocketGathersWrites_andTellsEachSenderItsSum() throws IOException {
        int sent = fill();
        WriteListener even = loopback.writer("even");
        WriteListener odd = loopback.writer("odd");
        for (int i = 0; i < 10; i++) {
            socket.send(ByteString.fromString("e"), even);
            socket.send(ByteString.fromString("odd"), odd);
        }
        readMebibytes(sent);

        assertThat(client.getInputStream().readNBytes(40))
                .isEqualTo("eodd".repeat(10).getBytes());
        assertThat(List.of(
                        loopback.expect(Written.class), loopback.expect(Written.class), loopback.expect(Written.class)))
                .containsExactlyInAnyOrder(
                        new Written("filler", MEBIBYTE), new Written("even", 10), new Written("odd", 30));
        loopback.expectSilence();
    }

    @Test
    void bytesThatWaitForTheClientAreNotAcknowledged() throws IOException {
        int sent = fill();
        loopback.expectSilence();

        readMebibytes(sent);
        assertThat(loopback.expect(Written.class)).isEqualTo(new Written("filler", MEBIBYTE));
    }

    @Test
    void closeDeliversAllThatWasSentBefore() throws IOException {
        int sent = fill();
        socket.send(ByteString.fromString("bye"), WriteListener.NONE);
        socket.close();
        loopback.expectSilence();

        readMebibytes(sent);
        assertThat(client.getInputStream().readAllBytes()).isEqualTo("bye".getBytes());
        assertThat(loopback.expect(Written.class)).isEqualTo(new Written("filler", MEBIBYTE));
        assertThat(loopback.expect(Closed.class).cause()).isEmpty();
    }

    @Test
    void closeEndsBothDirections_whateverTheClientDoes() throws Exception {
        socket.send(ByteString.fromString("bye"), WriteListener.NONE);
        socket.close();
        assertThat(client.getInputStream().readAllBytes()).isEqualTo("bye".getBytes());
        loopback.expect(Closed.class);

        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
            try {
                for (int i = 0; i < MEBIBYTES_MAX; i++) {
                    client.getOutputStream().write(new byte[MEBIBYTE]);
                }
            } catch (IOException refused) {
                return;
            }
            throw new AssertionError("the client could write on");
        });
        writing.get(Loopback.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Test
    void abortIsACloseWhereNothingWaits() throws IOException {
        socket.send(ByteString.fromString("bye"), loopback.writer("a"));
        assertThat(client.getInputStream().readNBytes(3)).isEqualTo("bye".getBytes());
        loopback.expect(Written.class);
        socket.abort();

        assertThat(client.getInputStream().read()).isEqualTo(-1);
        assertThat(loopback.expect(Closed.class).cause()).isEmpty();
    }

    @Test
    void abortDoesNotWaitForAClientThatDoesNotRead() {
        fill();
        socket.abort();
        assertThat(loopback.expect(Closed.class).cause()).isEmpty();

        assertThatThrownBy(() -> client.getInputStream().readAllBytes())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("reset");
    }

    @Test
    void abortEndsACloseThatTakesTooLong() {
        fill();
        socket.close();
        loopback.expectSilence();
        socket.abort();

        assertThat(loopback.expect(Closed.class).cause()).isEmpty();
    }

    @Test
    void afterTheEndNothingHappensAnyMore() {
        socket.close();
        loopback.expect(Closed.class);
        socket.send(ByteString.fromString("late"), loopback.writer("a"));
        socket.demand();
        socket.abort();
        socket.close();

        loopback.expectSilence();
    }

    /** Sends a mebibyte at a time until one is not taken: how many were sent with that one. */
    private int fill() {
        for (int sent = 1; sent <= MEBIBYTES_MAX; sent++) {
            socket.send(mebibyteOf(sent - 1), loopback.writer("filler"));
            try {
                loopback.events.receiveMessage(STANDSTILL);
            } catch (AssertionError nothing) {
                return sent;
            }
        }
        throw new AssertionError("what the client does not read was taken without end");
    }

    private static ByteString mebibyteOf(int value) {
        byte[] bytes = new byte[MEBIBYTE];
        Arrays.fill(bytes, (byte) value);
        return ByteString.fromArrayUnsafe(bytes);
    }

    private void readMebibytes(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            byte[] read = client.getInputStream().readNBytes(MEBIBYTE);
            assertThat(Arrays.equals(read, mebibyteOf(i).toArrayUnsafe()))
                    .as("mebibyte %d arrived whole", i)
                    .isTrue();
        }
    }
}
