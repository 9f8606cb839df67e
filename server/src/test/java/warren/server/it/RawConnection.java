package warren.server.it;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.impl.AMQContentHeader;
import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.LongStringHelper;
import com.rabbitmq.client.impl.Method;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** AMQP frame by frame, for what a well-behaved client library would never send or show. */
final class RawConnection implements AutoCloseable {
    static final int METHOD = 1;
    static final int HEADER = 2;
    static final int BODY = 3;
    static final int HEARTBEAT = 8;
    static final int FRAME_END = 206;

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    /** A frame as it came. */
    record RawFrame(int type, int channel, byte[] payload) {
        Method method() {
            try {
                return AMQImpl.readMethodFrom(new DataInputStream(new ByteArrayInputStream(payload)));
            } catch (IOException failure) {
                throw new AssertionError("not a method: " + this, failure);
            }
        }

        AMQContentHeader contentHeader() {
            try {
                return AMQImpl.readContentHeaderFrom(new DataInputStream(new ByteArrayInputStream(payload)));
            } catch (IOException failure) {
                throw new AssertionError("not a content header: " + this, failure);
            }
        }
    }

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;

    private RawConnection(BrokerUnderTest broker) throws IOException {
        socket = new Socket();
        socket.connect(new InetSocketAddress(broker.host(), broker.port()), (int) PATIENCE.toMillis());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        in = new DataInputStream(socket.getInputStream());
        out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
    }

    /** A socket on which nothing has been said. */
    static RawConnection silent(BrokerUnderTest broker) throws IOException {
        return new RawConnection(broker);
    }

    /** As far as connection.start, which is returned by the first read. */
    static RawConnection greeted(BrokerUnderTest broker) throws IOException {
        RawConnection connection = silent(broker);
        connection.bytes('A', 'M', 'Q', 'P', 0, 0, 9, 1);
        return connection;
    }

    /** As far as connection.tune, which is returned by the next read. */
    static RawConnection loggedIn(BrokerUnderTest broker) throws IOException {
        return loggedIn(broker, Map.of());
    }

    private static RawConnection loggedIn(BrokerUnderTest broker, Map<String, Object> clientProperties)
            throws IOException {
        RawConnection connection = greeted(broker);
        connection.expect(0, AMQImpl.Connection.Start.class);
        connection.startOk("PLAIN", "\0guest\0guest", clientProperties);
        return connection;
    }

    /** An open connection without heartbeats. */
    static RawConnection open(BrokerUnderTest broker) throws IOException {
        return open(broker, 0, 0, 0);
    }

    /** An open connection; 0 for the limits means the broker's own. */
    static RawConnection open(BrokerUnderTest broker, int channelMax, int frameMax, int heartbeatSeconds)
            throws IOException {
        return loggedIn(broker).tuned(channelMax, frameMax, heartbeatSeconds);
    }

    /** An open connection that wants to hear of cancelled consumers. */
    static RawConnection openWithCancelNotify(BrokerUnderTest broker) throws IOException {
        return loggedIn(broker, Map.of("capabilities", Map.of("consumer_cancel_notify", true)))
                .tuned(0, 0, 0);
    }

    private RawConnection tuned(int channelMax, int frameMax, int heartbeatSeconds) throws IOException {
        AMQImpl.Connection.Tune tune = expect(0, AMQImpl.Connection.Tune.class);
        send(
                0,
                new AMQImpl.Connection.TuneOk(
                        channelMax == 0 ? tune.getChannelMax() : channelMax,
                        frameMax == 0 ? tune.getFrameMax() : frameMax,
                        heartbeatSeconds));
        send(0, new AMQImpl.Connection.Open("/", "", false));
        expect(0, AMQImpl.Connection.OpenOk.class);
        return this;
    }

    RawConnection withChannel(int channel) throws IOException {
        send(channel, new AMQImpl.Channel.Open(""));
        expect(channel, AMQImpl.Channel.OpenOk.class);
        return this;
    }

    void startOk(String mechanism, String response, Map<String, Object> clientProperties) throws IOException {
        startOk(mechanism, response.getBytes(java.nio.charset.StandardCharsets.UTF_8), clientProperties);
    }

    void startOk(String mechanism, byte[] response, Map<String, Object> clientProperties) throws IOException {
        send(
                0,
                new AMQImpl.Connection.StartOk(
                        clientProperties, mechanism, LongStringHelper.asLongString(response), "en_US"));
    }

    void bytes(int... octets) throws IOException {
        for (int octet : octets) {
            out.write(octet);
        }
        out.flush();
    }

    /** A frame as given, right or wrong. */
    void frame(int type, int channel, byte[] payload, int end) throws IOException {
        out.writeByte(type);
        out.writeShort(channel);
        out.writeInt(payload.length);
        out.write(payload);
        out.writeByte(end);
        out.flush();
    }

    void frame(int type, int channel, byte... payload) throws IOException {
        frame(type, channel, payload, FRAME_END);
    }

    void send(int channel, com.rabbitmq.client.Method method) throws IOException {
        ((Method) method).toFrame(channel).writeTo(out);
        out.flush();
    }

    /** Several methods in one write. */
    void sendAtOnce(int channel, com.rabbitmq.client.Method... methods) throws IOException {
        for (com.rabbitmq.client.Method method : methods) {
            ((Method) method).toFrame(channel).writeTo(out);
        }
        out.flush();
    }

    void header(int channel, BasicProperties properties, long bodyBytes) throws IOException {
        properties.toFrame(channel, bodyBytes).writeTo(out);
        out.flush();
    }

    void publish(int channel, AMQImpl.Basic.Publish method, BasicProperties properties, byte[] body)
            throws IOException {
        method.toFrame(channel).writeTo(out);
        properties.toFrame(channel, body.length).writeTo(out);
        out.flush();
        if (body.length > 0) {
            frame(BODY, channel, body);
        }
    }

    /** The next frame; fails when the connection has ended or nothing comes. */
    RawFrame read() throws IOException {
        return tryRead().orElseThrow(() -> new AssertionError("the broker closed the connection"));
    }

    /** The next frame, or nothing when the broker has closed the connection. */
    Optional<RawFrame> tryRead() throws IOException {
        int type;
        try {
            type = in.readUnsignedByte();
        } catch (EOFException | SocketException ended) {
            return Optional.empty();
        }
        int channel = in.readUnsignedShort();
        byte[] payload = new byte[in.readInt()];
        in.readFully(payload);
        int end = in.readUnsignedByte();
        if (end != FRAME_END) {
            throw new AssertionError("frame ends with " + end);
        }
        return Optional.of(new RawFrame(type, channel, payload));
    }

    /** Reads past heartbeats to the next method, which must be this one on this channel. */
    <M extends Method> M expect(int channel, Class<M> wanted) throws IOException {
        RawFrame frame = read();
        while (frame.type() == HEARTBEAT) {
            frame = read();
        }
        if (frame.type() != METHOD || frame.channel() != channel || !wanted.isInstance(frame.method())) {
            throw new AssertionError("expected " + wanted.getName() + " on channel " + channel + ", got type "
                    + frame.type() + " on " + frame.channel()
                    + (frame.type() == METHOD ? " " + frame.method() : ""));
        }
        return wanted.cast(frame.method());
    }

    /** The connection error that comes next, as "code text". */
    String connectionError() throws IOException {
        AMQImpl.Connection.Close close = expect(0, AMQImpl.Connection.Close.class);
        return close.getReplyCode() + " " + close.getReplyText();
    }

    /** The channel error that comes next, as "code text". */
    String channelError(int channel) throws IOException {
        AMQImpl.Channel.Close close = expect(channel, AMQImpl.Channel.Close.class);
        return close.getReplyCode() + " " + close.getReplyText();
    }

    /** True when the broker ends the connection without another word. */
    boolean endsSilently() throws IOException {
        return tryRead().isEmpty();
    }

    /**
     * What the broker says when it refuses the client in the handshake: "code text", or nothing, for it may also just hang up after
     * a while, as RabbitMQ does for most reasons.
     */
    String refusal() throws IOException {
        Optional<RawFrame> frame = tryRead();
        if (frame.isEmpty()) {
            return "";
        }
        AMQImpl.Connection.Close close = (AMQImpl.Connection.Close) frame.get().method();
        return close.getReplyCode() + " " + close.getReplyText();
    }

    /** Bytes until the broker ends the connection, in order or by a reset. */
    byte[] readToEnd() throws IOException {
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        try {
            for (int octet = in.read(); octet >= 0; octet = in.read()) {
                read.write(octet);
            }
        } catch (SocketException reset) {
            // A hard end is an end.
        }
        return read.toByteArray();
    }

    void patience(Duration limit) throws IOException {
        socket.setSoTimeout((int) limit.toMillis());
    }

    /** Drops TCP without a goodbye. */
    void abort() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
