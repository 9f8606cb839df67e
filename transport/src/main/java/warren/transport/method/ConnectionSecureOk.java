package warren.transport.method;

import java.nio.ByteBuffer;
import warren.routing.message.FieldReader;
import warren.routing.message.FieldWriter;
import warren.routing.message.MalformedFieldException;

/** connection.secure-ok (10, 21): the answer to a challenge. */
public record ConnectionSecureOk(byte[] response) implements Method {
    static final int ID = Method.id(10, 21);

    static ConnectionSecureOk read(ByteBuffer in) throws MalformedFieldException {
        byte[] response = FieldReader.longString(in);
        return new ConnectionSecureOk(response);
    }

    @Override
    public void write(ByteBuffer out) {
        FieldWriter.longString(out, response);
    }

    @Override
    public int size() {
        return 4 + response.length;
    }

    @Override
    public int id() {
        return ID;
    }
}
