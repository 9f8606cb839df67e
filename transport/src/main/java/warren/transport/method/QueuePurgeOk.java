package warren.transport.method;

import java.nio.ByteBuffer;
import warren.routing.message.MalformedFieldException;

/** queue.purge-ok (50, 31): how many were dropped. */
public record QueuePurgeOk(long messageCount) implements Method {
    static final int ID = Method.id(50, 31);

    static QueuePurgeOk read(ByteBuffer in) throws MalformedFieldException {
        long messageCount = Wire.unsignedInt(in);
        return new QueuePurgeOk(messageCount);
    }

    @Override
    public void write(ByteBuffer out) {
        out.putInt((int) messageCount);
    }

    @Override
    public int size() {
        return 4;
    }

    @Override
    public int id() {
        return ID;
    }
}
