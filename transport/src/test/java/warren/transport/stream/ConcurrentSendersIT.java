package warren.transport.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Channels send at the same time through one socket, while it takes all and while it does not. */
class ConcurrentSendersIT {
    private static final ActorTestKit KIT = ActorTestKit.create();
    private static final int SENDERS = 4;
    private static final int SENDS = 20_000;
    private static final int FRAME_BYTES = 1024;

    @AfterAll
    static void shutdown() {
        KIT.shutdownTestKit();
    }

    @Test
    void eachSendStaysWhole_andEachSendersSendsStayInOrder() throws Exception {
        try (var loopback = new Loopback(KIT)) {
            java.net.Socket client = loopback.connect();
            Socket socket = loopback.accept();
            List<Thread> senders = new ArrayList<>();
            for (int sender = 0; sender < SENDERS; sender++) {
                int number = sender;
                senders.add(new Thread(() -> sendAll(socket, number)));
            }
            senders.forEach(Thread::start);

            int[] next = new int[SENDERS];
            for (int i = 0; i < SENDERS * SENDS; i++) {
                ByteBuffer frame = ByteBuffer.wrap(client.getInputStream().readNBytes(FRAME_BYTES));
                int sender = frame.getInt();
                assertThat(frame.getInt()).isEqualTo(next[sender]++);
                assertThat(frame.getInt(FRAME_BYTES - Integer.BYTES)).isEqualTo(sender);
            }
            for (Thread sender : senders) {
                sender.join();
            }
            assertThat(socket.sentBytes()).isEqualTo((long) SENDERS * SENDS * FRAME_BYTES);
        }
    }

    /** In two pieces, as a delivery with a large body is. */
    private static void sendAll(Socket socket, int sender) {
        for (int i = 0; i < SENDS; i++) {
            byte[] head = ByteBuffer.allocate(8).putInt(sender).putInt(i).array();
            byte[] body = ByteBuffer.allocate(FRAME_BYTES - 8)
                    .putInt(FRAME_BYTES - 12, sender)
                    .array();
            socket.send(ByteString.fromArrayUnsafe(head).concat(ByteString.fromArrayUnsafe(body)), WriteListener.NONE);
        }
    }
}
