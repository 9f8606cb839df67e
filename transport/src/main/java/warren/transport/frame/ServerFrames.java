package warren.transport.frame;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import warren.routing.message.MalformedFieldException;
import warren.transport.method.BasicDeliver;
import warren.transport.method.BasicGetOk;
import warren.transport.method.BasicReturn;
import warren.transport.method.Method;
import warren.transport.method.MethodReaders;

/** Reads back what a {@link FrameWriter} wrote, for a client that lives in the broker itself. */
public final class ServerFrames {
    private static final int HEADER_FIXED_BYTES = 2 * Short.BYTES;

    private ServerFrames() {}

    /** The commands in these bytes, which are whole: each method with all of its content. */
    public static List<Command> read(byte[] bytes) {
        var commands = new ArrayList<Command>();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        while (in.hasRemaining()) {
            in.get();
            int channel = in.getShort() & 0xffff;
            ByteBuffer payload = payload(in);
            Method method = method(payload);
            commands.add(new Command(channel, method, hasContent(method) ? content(in) : Content.NONE));
        }
        return commands;
    }

    private static Method method(ByteBuffer payload) {
        int id = payload.getInt();
        try {
            return MethodReaders.read(id, payload)
                    .orElseThrow(() -> new IllegalStateException("wrote an unknown method " + Integer.toHexString(id)));
        } catch (MalformedFieldException e) {
            throw new IllegalStateException("wrote a method that cannot be read: " + Integer.toHexString(id), e);
        }
    }

    private static boolean hasContent(Method method) {
        return method instanceof BasicGetOk || method instanceof BasicReturn || method instanceof BasicDeliver;
    }

    private static Content content(ByteBuffer in) {
        in.position(in.position() + 1 + Short.BYTES);
        ByteBuffer header = payload(in);
        header.position(header.position() + HEADER_FIXED_BYTES);
        byte[] body = new byte[Math.toIntExact(header.getLong())];
        byte[] properties = new byte[header.remaining()];
        header.get(properties);
        for (int from = 0; from < body.length; ) {
            in.position(in.position() + 1 + Short.BYTES);
            ByteBuffer part = payload(in);
            int count = part.remaining();
            part.get(body, from, count);
            from += count;
        }
        return new Content(properties, body, 0, false);
    }

    /** From the size to the end of the frame. */
    private static ByteBuffer payload(ByteBuffer in) {
        int size = in.getInt();
        ByteBuffer payload = in.slice(in.position(), size);
        in.position(in.position() + size + 1);
        return payload;
    }
}
