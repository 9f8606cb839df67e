package warren.transport.frame;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.util.ByteString;
import warren.routing.message.Message;
import warren.transport.method.Method;

/**
 * Frames for one client, gathered into one array until they are taken. Large bodies are not copied: they leave as pieces of their own.
 * Not thread-safe.
 */
public final class FrameWriter {
    private static final int DELIVER = 60 << 16 | 60;
    private static final int COPIED_BODY_MAX = 16 << 10;
    private static final int INITIAL_BYTES = 256;
    private static final int REUSED_SIZE_MAX = 256 << 10;
    private static final byte[] HEARTBEAT = {Frames.HEARTBEAT, 0, 0, 0, 0, 0, 0, Frames.END};

    private final int payloadMaxBytes;
    private final List<ByteString> pieces = new ArrayList<>();
    private int pieceBytes;
    private ByteBuffer out = ByteBuffer.allocate(INITIAL_BYTES);
    private final EncodedText tag = new EncodedText();
    private final EncodedText exchange = new EncodedText();
    private final EncodedText routingKey = new EncodedText();

    /** A writer that keeps frames within this size, the eight bytes of frame included; 0 = no limit. */
    public FrameWriter(int frameMaxBytes) {
        payloadMaxBytes = frameMaxBytes == 0 ? Integer.MAX_VALUE : frameMaxBytes - Frames.OVERHEAD_BYTES;
    }

    /** A heartbeat frame. */
    public static ByteString heartbeat() {
        return ByteString.fromArrayUnsafe(HEARTBEAT);
    }

    /** Bytes since the last {@link #take}. */
    public int size() {
        return pieceBytes + out.position();
    }

    /** A method frame. */
    public void method(int channel, Method method) {
        int size = Integer.BYTES + method.size();
        reserve(size + Frames.OVERHEAD_BYTES);
        head(Frames.METHOD, channel, size);
        out.putInt(method.id());
        method.write(out);
        out.put(Frames.END);
    }

    /** A method with content. */
    public void content(int channel, Method method, Message message) {
        method(channel, method);
        headerAndBody(channel, message);
    }

    /** basic.deliver with its message. */
    public void deliver(int channel, String consumerTag, long deliveryTag, boolean redelivered, Message message) {
        // three short strings take 256 bytes each at most
        reserve(Frames.OVERHEAD_BYTES + Integer.BYTES + Long.BYTES + 1 + 3 * 256);
        int start = out.position();
        head(Frames.METHOD, channel, 0);
        out.putInt(DELIVER);
        tag.write(consumerTag, out);
        out.putLong(deliveryTag).put((byte) (redelivered ? 1 : 0));
        exchange.write(message.exchange(), out);
        routingKey.write(message.routingKey(), out);
        out.putInt(start + 3, out.position() - start - Frames.HEAD_BYTES);
        out.put(Frames.END);
        headerAndBody(channel, message);
    }

    /** All that was written since the last call. */
    public ByteString take() {
        ByteString last = ByteString.fromArrayUnsafe(out.array(), 0, out.position());
        out = ByteBuffer.allocate(Math.max(INITIAL_BYTES, Math.min(out.position(), REUSED_SIZE_MAX)));
        if (pieces.isEmpty()) {
            return last;
        }
        ByteString all = ByteString.emptyByteString();
        for (ByteString piece : pieces) {
            all = all.concat(piece);
        }
        pieces.clear();
        pieceBytes = 0;
        return all.concat(last);
    }

    private void headerAndBody(int channel, Message message) {
        byte[] properties = message.propertyBytes();
        byte[] body = message.body();
        int size = 2 * Short.BYTES + Long.BYTES + properties.length;
        reserve(size + 2 * Frames.OVERHEAD_BYTES + (body.length <= COPIED_BODY_MAX ? body.length : 0));
        head(Frames.HEADER, channel, size);
        out.putShort((short) 60)
                .putShort((short) 0)
                .putLong(body.length)
                .put(properties)
                .put(Frames.END);
        for (int from = 0; from < body.length; ) {
            int count = Math.min(body.length - from, payloadMaxBytes);
            body(channel, body, from, count);
            from += count;
        }
    }

    private void body(int channel, byte[] body, int from, int count) {
        if (count <= COPIED_BODY_MAX) {
            reserve(count + Frames.OVERHEAD_BYTES);
            head(Frames.BODY, channel, count);
            out.put(body, from, count).put(Frames.END);
            return;
        }
        reserve(Frames.HEAD_BYTES);
        head(Frames.BODY, channel, count);
        piece(ByteString.fromArrayUnsafe(out.array(), 0, out.position()));
        piece(ByteString.fromArrayUnsafe(body, from, count));
        out = ByteBuffer.allocate(INITIAL_BYTES);
        out.put(Frames.END);
    }

    private void piece(ByteString bytes) {
        pieces.add(bytes);
        pieceBytes += bytes.size();
    }

    private void head(int type, int channel, int size) {
        out.put((byte) type).putShort((short) channel).putInt(size);
    }

    private void reserve(int bytes) {
        if (out.remaining() < bytes) {
            ByteBuffer larger = ByteBuffer.allocate(Math.max(out.capacity() * 2, out.position() + bytes));
            larger.put(out.flip());
            out = larger;
        }
    }
}
