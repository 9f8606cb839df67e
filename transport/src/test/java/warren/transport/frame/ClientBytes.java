package warren.transport.frame;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import warren.transport.method.BasicPublish;
import warren.transport.method.ConnectionTuneOk;
import warren.transport.method.Method;
import warren.transport.method.MethodBytes;

/** What a client sends, put together byte by byte and without the writer under test. */
final class ClientBytes {
    static final byte[] NO_PROPERTIES = {0, 0};
    static final byte[] PERSISTENT = {0x10, 0, 2};
    static final byte[] GREETING = {'A', 'M', 'Q', 'P', 0, 0, 9, 1};

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Greeted only: frames are still small, and nothing but the handshake is due. */
    static ClientBytes greeted() {
        return new ClientBytes().raw(GREETING);
    }

    /** Greeted and tuned; 0 takes what the server offers. */
    static ClientBytes tuned(long frameMax) {
        return greeted().method(0, new ConnectionTuneOk(0, frameMax, 0));
    }

    ClientBytes raw(byte... bytes) {
        out.writeBytes(bytes);
        return this;
    }

    ClientBytes hex(String hex) {
        return raw(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    ClientBytes frame(int type, int channel, byte... payload) {
        return frameEndingIn(0xce, type, channel, payload);
    }

    ClientBytes frameEndingIn(int end, int type, int channel, byte... payload) {
        return raw(ByteBuffer.allocate(8 + payload.length)
                .put((byte) type)
                .putShort((short) channel)
                .putInt(payload.length)
                .put(payload)
                .put((byte) end)
                .array());
    }

    ClientBytes method(int channel, Method method) {
        return frame(1, channel, MethodBytes.of(method));
    }

    ClientBytes publish(int channel, String exchange, String routingKey) {
        return method(channel, new BasicPublish(exchange, routingKey, false, false));
    }

    ClientBytes header(int channel, long bodySize, byte... properties) {
        return headerOfClass(60, channel, bodySize, properties);
    }

    ClientBytes headerOfClass(int classId, int channel, long bodySize, byte... properties) {
        return frame(
                2,
                channel,
                ByteBuffer.allocate(12 + properties.length)
                        .putShort((short) classId)
                        .putShort((short) 0)
                        .putLong(bodySize)
                        .put(properties)
                        .array());
    }

    ClientBytes body(int channel, byte... bytes) {
        return frame(3, channel, bytes);
    }

    /** Header and body, the body in frames of so many bytes. */
    ClientBytes content(int channel, byte[] body, int payloadMax) {
        header(channel, body.length, PERSISTENT);
        for (int from = 0; from < body.length; from += payloadMax) {
            body(channel, Arrays.copyOfRange(body, from, Math.min(body.length, from + payloadMax)));
        }
        return this;
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    /** What came after the greeting, for the names of tests. */
    @Override
    public String toString() {
        String hex = HexFormat.of().formatHex(out.toByteArray());
        return hex.substring(2 * GREETING.length, Math.min(hex.length(), 200));
    }

    /** The array {0, 1, 2 ...} as a body in which a misplaced byte shows. */
    static byte[] counting(int size) {
        byte[] body = new byte[size];
        for (int i = 0; i < size; i++) {
            body[i] = (byte) (i + (i >> 8));
        }
        return body;
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
