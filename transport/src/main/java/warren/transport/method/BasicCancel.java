package warren.transport.method;

import java.nio.ByteBuffer;
import warren.routing.message.FieldReader;
import warren.routing.message.FieldWriter;
import warren.routing.message.MalformedFieldException;

/** basic.cancel (60, 30): ends a consumer; from the server: it has ended. */
public record BasicCancel(String consumerTag, boolean noWait) implements Method {
    static final int ID = Method.id(60, 30);

    static BasicCancel read(ByteBuffer in) throws MalformedFieldException {
        String consumerTag = FieldReader.shortString(in);
        boolean noWait = Wire.bit(Wire.octet(in), 0);
        return new BasicCancel(consumerTag, noWait);
    }

    @Override
    public void write(ByteBuffer out) {
        FieldWriter.shortString(out, consumerTag);
        out.put(Wire.bits(noWait));
    }

    @Override
    public int size() {
        return 1 + FieldWriter.shortStringSize(consumerTag);
    }

    @Override
    public int id() {
        return ID;
    }
}
