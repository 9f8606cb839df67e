package warren.transport.method;

import java.nio.ByteBuffer;
import warren.routing.message.FieldReader;
import warren.routing.message.FieldWriter;
import warren.routing.message.MalformedFieldException;

/** basic.get (60, 70): asks for one message. */
public record BasicGet(String queue, boolean noAck) implements Method {
    static final int ID = Method.id(60, 70);

    static BasicGet read(ByteBuffer in) throws MalformedFieldException {
        Wire.unsignedShort(in);
        String queue = FieldReader.shortString(in);
        boolean noAck = Wire.bit(Wire.octet(in), 0);
        return new BasicGet(queue, noAck);
    }

    @Override
    public void write(ByteBuffer out) {
        out.putShort((short) 0);
        FieldWriter.shortString(out, queue);
        out.put(Wire.bits(noAck));
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
