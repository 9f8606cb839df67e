package warren.transport.method;

import java.nio.ByteBuffer;
import warren.routing.message.FieldReader;
import warren.routing.message.FieldWriter;
import warren.routing.message.MalformedFieldException;

/** queue.purge (50, 30): drops a queue's ready messages. */
public record QueuePurge(String queue, boolean noWait) implements Method {
    static final int ID = Method.id(50, 30);

    static QueuePurge read(ByteBuffer in) throws MalformedFieldException {
        Wire.unsignedShort(in);
        String queue = FieldReader.shortString(in);
        boolean noWait = Wire.bit(Wire.octet(in), 0);
        return new QueuePurge(queue, noWait);
    }

    @Override
    public void write(ByteBuffer out) {
        out.putShort((short) 0);
        FieldWriter.shortString(out, queue);
        out.put(Wire.bits(noWait));
    }

    @Override
    public int size() {
        return 3 + FieldWriter.shortStringSize(queue);
    }

    @Override
    public int id() {
        return ID;
    }
}
