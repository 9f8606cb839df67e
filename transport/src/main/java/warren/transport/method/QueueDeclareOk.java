package warren.transport.method;

import java.nio.ByteBuffer;
import warren.routing.message.FieldReader;
import warren.routing.message.FieldWriter;
import warren.routing.message.MalformedFieldException;

/** queue.declare-ok (50, 11): the queue's name, its ready messages and consumers. */
public record QueueDeclareOk(String queue, long messageCount, long consumerCount) implements Method {
    static final int ID = Method.id(50, 11);

    static QueueDeclareOk read(ByteBuffer in) throws MalformedFieldException {
        String queue = FieldReader.shortString(in);
        long messageCount = Wire.unsignedInt(in);
        long consumerCount = Wire.unsignedInt(in);
        return new QueueDeclareOk(queue, messageCount, consumerCount);
    }

    @Override
    public void write(ByteBuffer out) {
        FieldWriter.shortString(out, queue);
        out.putInt((int) messageCount);
        out.putInt((int) consumerCount);
    }

    @Override
    public int size() {
        return 8 + FieldWriter.shortStringSize(queue);
    }

    @Override
    public int id() {
        return ID;
    }
}
