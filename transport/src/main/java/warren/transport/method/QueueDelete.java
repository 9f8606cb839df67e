package warren.transport.method;

import java.nio.ByteBuffer;
import warren.routing.message.FieldReader;
import warren.routing.message.FieldWriter;
import warren.routing.message.MalformedFieldException;

/** queue.delete (50, 40): deletes a queue. */
public record QueueDelete(String queue, boolean ifUnused, boolean ifEmpty, boolean noWait) implements Method {
    static final int ID = Method.id(50, 40);

    static QueueDelete read(ByteBuffer in) throws MalformedFieldException {
        Wire.unsignedShort(in);
        String queue = FieldReader.shortString(in);
        int bits = Wire.octet(in);
        boolean ifUnused = Wire.bit(bits, 0);
        boolean ifEmpty = Wire.bit(bits, 1);
        boolean noWait = Wire.bit(bits, 2);
        return new QueueDelete(queue, ifUnused, ifEmpty, noWait);
    }

    @Override
    public void write(ByteBuffer out) {
        out.putShort((short) 0);
        FieldWriter.shortString(out, queue);
        out.put(Wire.bits(ifUnused, ifEmpty, noWait));
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
