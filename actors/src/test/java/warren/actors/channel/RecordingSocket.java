package warren.actors.channel;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.function.Consumer;
import org.apache.pekko.util.ByteString;
import warren.routing.message.MalformedFieldException;
import warren.transport.method.Method;
import warren.transport.method.MethodReaders;
import warren.transport.stream.Socket;
import warren.transport.stream.WriteListener;

/** A client's end: reads the methods out of what it is sent, takes all at once, and leaves contents out. */
final class RecordingSocket implements Socket {
    @Override
    public long sentBytes() {
        return 0;
    }

    @Override
    public long sentCount() {
        return 0;
    }

    private static final int METHOD_FRAME = 1;
    private final Consumer<Method> methods;

    RecordingSocket(Consumer<Method> methods) {
        this.methods = methods;
    }

    @Override
    public void send(ByteString bytes, WriteListener listener) {
        // first: whoever has seen a method may rely on its sender having heard
        listener.written(bytes.size());
        ByteBuffer in = ByteBuffer.wrap(bytes.toArray());
        while (in.hasRemaining()) {
            int type = in.get();
            in.getShort();
            ByteBuffer payload = in.slice(in.position() + Integer.BYTES, in.getInt());
            in.position(in.position() + payload.limit() + 1);
            if (type == METHOD_FRAME) {
                methods.accept(read(payload));
            }
        }
    }

    private static Method read(ByteBuffer payload) {
        try {
            return MethodReaders.read(payload.getInt(), payload)
                    .orElseThrow(() -> new IllegalStateException("a method that nobody knows"));
        } catch (MalformedFieldException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void demand() {}

    @Override
    public void startHeartbeat(Duration interval) {}

    @Override
    public void close() {}

    @Override
    public void abort() {}
}
