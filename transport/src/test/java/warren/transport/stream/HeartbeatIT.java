package warren.transport.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import warren.transport.stream.Loopback.HeartbeatLost;
import warren.transport.stream.Loopback.Received;

/** Time passes by the heartbeats that the client counts: one after each half interval of silence. */
class HeartbeatIT {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final byte[] HEARTBEAT = {8, 0, 0, 0, 0, 0, 0, (byte) 0xce};
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
    void areSentWhenNothingElseIs() throws IOException {
        socket.startHeartbeat(INTERVAL);

        for (int i = 0; i < 3; i++) {
            assertThat(readOne()).isEqualTo(HEARTBEAT);
        }
    }

    @Test
    void aSilentClientIsReportedOnce() throws IOException {
        socket.startHeartbeat(INTERVAL);

        loopback.expect(HeartbeatLost.class);
        for (int i = 0; i < 10; i++) {
            readOne();
        }
        loopback.expectSilence();
    }

    @Test
    void aClientThatSendsAnythingIsNotSilent() throws IOException {
        socket.startHeartbeat(INTERVAL.multipliedBy(4)); // time to answer on a busy machine

        for (int i = 0; i < 6; i++) {
            readOne();
            client.getOutputStream().write("AMQP\0\0\t\1".charAt(i));
            loopback.expect(Received.class);
            socket.demand();
        }
    }

    @Test
    void bytesThatAreNotAskedForAreNotMissed() throws IOException {
        client.getOutputStream().write('A');
        loopback.expect(Received.class);
        socket.startHeartbeat(INTERVAL);

        for (int i = 0; i < 12; i++) {
            readOne();
        }
        loopback.expectSilence();
        socket.demand();
        loopback.expect(HeartbeatLost.class);
    }

    private byte[] readOne() throws IOException {
        return client.getInputStream().readNBytes(HEARTBEAT.length);
    }
}
