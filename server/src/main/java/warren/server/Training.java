package warren.server;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A short life of a broker on free loopback ports, for {@code bin/warren}: it starts, a client logs in and gets a message that it has
 * published, an operator asks for an overview, it stops. The JVM then keeps the classes that this has loaded, and later starts find them
 * ready.
 */
public final class Training {
    private static final int FRAME_END = 0xce;
    private static final int TIMEOUT_MILLIS = 10_000;

    private Training() {}

    /** {@code arguments}: a directory that may be filled. */
    public static void main(String[] arguments) throws IOException {
        int amqp = freePort();
        int http = freePort();
        Main.main(new String[] {
            "--data-dir",
            arguments[0],
            "--amqp-port",
            Integer.toString(amqp),
            "--management-port",
            Integer.toString(http),
            "-Dwarren.amqp.host=127.0.0.1",
            "-Dwarren.management.host=127.0.0.1"
        });
        int status = 0;
        try (var client = new Client(amqp)) {
            client.sendAndReceive();
            askForOverview(http);
        } catch (IOException incomplete) {
            // what has been loaded so far is still of use
            System.err.println("warren: the training run stopped early: " + incomplete);
            status = 1;
        }
        System.exit(status);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void askForOverview(int port) throws IOException {
        URI address = URI.create("http://127.0.0.1:" + port + "/api/overview");
        var connection = (HttpURLConnection) address.toURL().openConnection();
        String credentials = Base64.getEncoder().encodeToString("guest:guest".getBytes(StandardCharsets.UTF_8));
        connection.setRequestProperty("Authorization", "Basic " + credentials);
        connection.getInputStream().readAllBytes();
    }

    /** AMQP by hand: each method is class, method and arguments (AMQP 0-9-1, 1.5 to 1.8); answers are only counted. */
    private static final class Client implements AutoCloseable {
        private final Socket socket;
        private final DataInputStream in;
        private final OutputStream out;

        Client(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            out = socket.getOutputStream();
        }

        void sendAndReceive() throws IOException {
            out.write(new byte[] {'A', 'M', 'Q', 'P', 0, 0, 9, 1});
            answers(1);
            method(0, 10, 11, body -> {
                body.writeInt(0);
                shortText(body, "PLAIN");
                longText(body, "\0guest\0guest");
                shortText(body, "en_US");
            });
            answers(1);
            method(0, 10, 31, body -> {
                body.writeShort(0);
                body.writeInt(131072);
                body.writeShort(0);
            });
            method(0, 10, 40, body -> {
                shortText(body, "/");
                body.writeShort(0);
            });
            answers(1);
            method(1, 20, 10, body -> body.writeByte(0));
            answers(1);
            publishAndConsume();
            method(0, 10, 50, body -> {
                body.writeShort(200);
                body.writeByte(0);
                body.writeInt(0);
            });
            answers(1);
        }

        private void publishAndConsume() throws IOException {
            method(1, 85, 10, body -> body.writeByte(0));
            method(1, 50, 10, body -> {
                body.writeShort(0);
                shortText(body, "training");
                body.writeByte(2);
                body.writeInt(0);
            });
            answers(2);
            method(1, 60, 40, body -> {
                body.writeShort(0);
                shortText(body, "");
                shortText(body, "training");
                body.writeByte(0);
            });
            frame(2, 1, body -> {
                body.writeShort(60);
                body.writeShort(0);
                body.writeLong(5);
                body.writeShort(1 << 12);
                body.writeByte(2);
            });
            frame(3, 1, body -> body.writeBytes("hello"));
            answers(1);
            method(1, 60, 20, body -> {
                body.writeShort(0);
                shortText(body, "training");
                shortText(body, "");
                body.writeByte(0);
                body.writeInt(0);
            });
            // consume-ok, and deliver with its header and body
            answers(4);
            method(1, 60, 80, body -> {
                body.writeLong(1);
                body.writeByte(0);
            });
        }

        private interface Body {
            void write(DataOutputStream out) throws IOException;
        }

        private void method(int channel, int classId, int methodId, Body arguments) throws IOException {
            frame(1, channel, body -> {
                body.writeShort(classId);
                body.writeShort(methodId);
                arguments.write(body);
            });
        }

        private void frame(int type, int channel, Body content) throws IOException {
            var payload = new ByteArrayOutputStream();
            content.write(new DataOutputStream(payload));
            var frame = new ByteArrayOutputStream();
            var data = new DataOutputStream(frame);
            data.writeByte(type);
            data.writeShort(channel);
            data.writeInt(payload.size());
            payload.writeTo(data);
            data.writeByte(FRAME_END);
            out.write(frame.toByteArray());
        }

        private void answers(int count) throws IOException {
            for (int i = 0; i < count; i++) {
                in.skipNBytes(3);
                in.skipNBytes(in.readInt() + 1L);
            }
        }

        private static void shortText(DataOutputStream out, String text) throws IOException {
            out.writeByte(text.length());
            out.writeBytes(text);
        }

        private static void longText(DataOutputStream out, String text) throws IOException {
            out.writeInt(text.length());
            out.writeBytes(text);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
