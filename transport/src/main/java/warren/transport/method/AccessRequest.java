package warren.transport.method;

import java.nio.ByteBuffer;
import warren.routing.message.FieldReader;
import warren.routing.message.FieldWriter;
import warren.routing.message.MalformedFieldException;

/** access.request (30, 10): a relic of AMQP 0-8: asks for a ticket. */
public record AccessRequest(
        String realm, boolean exclusive, boolean passive, boolean active, boolean write, boolean read)
        implements Method {
    static final int ID = Method.id(30, 10);

    static AccessRequest read(ByteBuffer in) throws MalformedFieldException {
        String realm = FieldReader.shortString(in);
        int bits = Wire.octet(in);
        boolean exclusive = Wire.bit(bits, 0);
        boolean passive = Wire.bit(bits, 1);
        boolean active = Wire.bit(bits, 2);
        boolean write = Wire.bit(bits, 3);
        boolean read = Wire.bit(bits, 4);
        return new AccessRequest(realm, exclusive, passive, active, write, read);
    }

    @Override
    public void write(ByteBuffer out) {
        FieldWriter.shortString(out, realm);
        out.put(Wire.bits(exclusive, passive, active, write, read));
    }

    @Override
    public int size() {
        return 1 + FieldWriter.shortStringSize(realm);
    }

    @Override
    public int id() {
        return ID;
    }
}
