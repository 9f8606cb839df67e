package warren.transport.method;

import java.nio.ByteBuffer;
import warren.routing.message.MalformedFieldException;

/** queue.delete-ok (50, 41): how many ready messages went with it. */
public record QueueDeleteOk(long messageCount) implements Method {
    static final int ID = Method.id(50, 41);

    static QueueDeleteOk read(ByteBuffer in) throws MalformedFieldException {
        long messageCount = Wire.unsignedInt(in);
        return new QueueDeleteOk(messageCount);
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
